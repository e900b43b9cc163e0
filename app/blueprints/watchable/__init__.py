"""The lists that can be watched: one module with its `WATCHABLE` each, one line of the registry."""
