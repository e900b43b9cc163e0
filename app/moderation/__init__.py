"""Deciding on what waits: what accepting a proposal of each kind does."""
