"""The demo workspaces: invented people and practices, real payers, months as the trade tells them."""
