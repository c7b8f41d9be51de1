"""Who, for which organization, may do what; audit; outbox."""
