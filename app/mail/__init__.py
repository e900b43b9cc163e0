"""Letters: their texts, the outbox where an act leaves them, the worker that sends them.

A letter is queued in the transaction of the act it tells: both happen or neither does. Knows
neither pages nor what the letters are about.
"""
