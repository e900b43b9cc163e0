"""The time limits and the numbers of a request, in one place so that pages print them."""

from __future__ import annotations

from datetime import timedelta

from app.matching import fair_order

WAVE = fair_order.WAVE
"""Organisations asked together, at most."""
ENOUGH_ANSWERS = 3
"""With that many answers, no other wave goes by itself."""
WORKING_DAYS = 3
"""Between a wave and the next."""
WAVE_HOUR = 9
"""In Paris: when the next wave is looked at."""
DEMAND_GAP = timedelta(days=1)
"""Between a wave and another that the asker demands."""
REMINDERS = (3, 9)
"""Days after an organisation was asked."""
LAST_CHANCE = 21
"""Days after an organisation was asked: the last letter it receives."""
CLOSING = 45
"""Days after the request was confirmed."""
SURVEY = 30
"""Days after contact details were exchanged."""
SURVEY_WINDOW = 30
"""Days during which the question may still be sent, where the portal did not run."""
THREADS_KEPT = timedelta(days=365)
"""Messages and files, after the closing."""
NEEDS_KEPT = timedelta(days=730)
"""Who asked, after the closing; what remains serves the figures."""
LEAST_CASES = 5
"""Under that number, no figure is published."""
TELLING = timedelta(days=1)
"""Between two letters that tell the asker of answers, the first that gives hope apart."""
