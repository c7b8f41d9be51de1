"""What planning promises: gaps, dates, questions, statements, money."""
