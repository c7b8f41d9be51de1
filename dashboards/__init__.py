"""Pages that look across all rooms: today's work, the network, search."""
