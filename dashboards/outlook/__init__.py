"""The manager's dashboard: when approvals come, what waits for whom, and what changed; reads only."""
