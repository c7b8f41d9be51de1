"""The board of what is approved or in network and still may not be billed."""
