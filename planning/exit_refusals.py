"""What is said when a plan is not changed: the rule, and what to do."""


class Refused(ValueError):
    """The change may not be made; the message says why and what to do."""
