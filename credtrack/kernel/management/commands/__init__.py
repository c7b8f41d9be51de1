"""Management commands of the kernel: running the site and asking how it is."""
