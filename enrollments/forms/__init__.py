"""Forms of the pages of an application: one file per verb."""
