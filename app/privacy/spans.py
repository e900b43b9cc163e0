"""How long the page of personal data says things are kept, read where each is decided."""

from __future__ import annotations

from app.accounts import registration, sessions, throttling
from app.alerts import retention as alerts
from app.alerts.services import UNCONFIRMED_FOR
from app.dossiers import ending, sharing
from app.feedback import services as feedback
from app.mail import desk
from app.organisations import purging
from app.partnerships import asking, limits
from app.privacy.treatment import say_span
from app.proposals import services as proposals
from app.siae import contacts

SPANS = {
    "alert_asked": say_span(alerts.ASKED_AFTER),
    "alert_silent": say_span(alerts.PAUSED_AFTER),
    "alert_unconfirmed": say_span(UNCONFIRMED_FOR),
    "attempt": say_span(throttling.KEPT),
    "contact": say_span(contacts.KEPT),
    "contact_unconfirmed": say_span(contacts.KEPT_UNCONFIRMED),
    "draft": say_span(asking.DRAFT_KEPT),
    "invitation": say_span(purging.KEPT),
    "letter": say_span(desk.SENT_LASTS),
    "letter_unsent": say_span(desk.KEPT_LASTS),
    "login": say_span(sessions.LASTS),
    "need": say_span(limits.NEEDS_KEPT),
    "need_unconfirmed": say_span(asking.UNCONFIRMED_KEPT),
    "proposal": say_span(proposals.KEPT),
    "report": say_span(feedback.KEPT),
    "share": say_span(sharing.LISTED),
    "thread": say_span(limits.THREADS_KEPT),
    "unconfirmed": say_span(registration.KEPT_UNCONFIRMED),
    "warning": say_span(ending.BEFORE),
}
