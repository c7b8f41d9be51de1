"""Template tags of the kernel; `credtrack` is a builtin of every template."""
