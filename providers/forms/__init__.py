"""What people type about practices and clinicians, and what is told when it does not fit."""
