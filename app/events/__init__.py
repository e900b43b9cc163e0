"""The agenda: forums, open days, trainings, job discoveries, sessions of committees.

Knows what an event is, how files and proposals say one, and which are still to come. Organisers are
institutions, never persons. Past events are kept and never given as coming.
"""
