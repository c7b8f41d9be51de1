"""The pages of the payers room: reading, what an organization keeps itself, rules, panels and contacts."""
