"""Guards: rules that every room keeps, checked over the whole project."""
