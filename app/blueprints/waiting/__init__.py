"""What waits for the portal team: one module with its `WAITING` for each kind of thing."""
