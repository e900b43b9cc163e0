"""Premises offered to SIAE, or sought by them: workshops, storage, shops, land.

Knows what an announcement is, how long it holds, and nothing of who wrote it: the team relays.
"""
