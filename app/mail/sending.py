"""The worker's round: letters claimed one by one, handed over, and what became of each.

Every step is committed before the next: a process may be killed anywhere.

- Killed between the claim and the server: the letter waits again once the claim is `LEASE` old.
- Killed while the server was taking it: nobody can know. It is `uncertain`, and a person decides.
- Two workers: a claim is an UPDATE that only one wins, and each later step names the claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP
from app.mail import pauses
from app.mail.message import build_message
from app.mail.models import Letter, LetterState
from app.mail.smtp import Post, RefusedError, UncertainError, UnreachableError

RETRIES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=12),
)  # fmt: skip
"""How long after each refusal that is not final; after the last, the letter is given up."""

LEASE = timedelta(minutes=10)  # a claim older than that is a dead worker's
LATEST = timedelta(days=7)  # what waited longer says nothing true any more, and its links are dead
MOST = 500  # letters of a round: the next minute has its own
TOO_LATE = "Resté en attente plus de sept jours"
BROKEN_OFF = "Le programme s’est arrêté pendant que le serveur prenait le courrier"


@dataclass(kw_only=True)
class Round:
    """What a round did; `stopped` says why it ended before the last letter."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    uncertain: int = 0
    stopped: str = ""

    @property
    def summary(self) -> str:
        """In a French sentence."""
        parts = [f"{self.sent} envoyé{'s' if self.sent > 1 else ''}"]
        parts += [f"{self.postponed} remis à plus tard"] if self.postponed else []
        parts += [f"{self.failed} en échec"] if self.failed else []
        parts += [f"{self.uncertain} à vérifier"] if self.uncertain else []
        return f"Courriers{NBSP}: {', '.join(parts)}"


def recover(session: Session, now: datetime) -> None:
    """Give up the claims of workers that died: what they held waits, or is uncertain. Commits."""
    held = sa.update(Letter).where(
        Letter.state == LetterState.SENDING.value, Letter.claimed_at < now - LEASE
    )
    session.execute(
        held.where(Letter.handed_at.is_not(None)).values(
            state=LetterState.UNCERTAIN.value, error=BROKEN_OFF
        )
    )
    session.execute(held.values(state=LetterState.WAITING.value, claimed_at=None))
    session.commit()


def due(now: datetime) -> sa.Select[int]:
    """The numbers of the letters to send, the oldest first."""
    return (
        sa.select(Letter.id)
        .where(Letter.state == LetterState.WAITING.value, Letter.due_at <= now)
        .order_by(Letter.due_at, Letter.id)
    )


def claim(session: Session, number: int, now: datetime) -> Letter | None:
    """Take a letter for this worker alone; None where another has it. Commits."""
    won = session.execute(
        sa.update(Letter)
        .where(Letter.id == number, Letter.state == LetterState.WAITING.value)
        .values(
            state=LetterState.SENDING.value,
            tries=Letter.tries + 1,
            claimed_at=now,
            handed_at=None,
            error="",
        )
    )
    session.commit()
    if won.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return session.get_one(Letter, number, populate_existing=True)


class Claim:
    """A letter that this worker holds; what it writes counts only while it does."""

    def __init__(self, session: Session, letter: Letter) -> None:
        self.session, self.number = session, letter.id
        self.tries, self.claimed_at = letter.tries, letter.claimed_at
        self.recipient = letter.recipient
        self.is_secret, self.is_essential = letter.is_secret, letter.is_essential

    def write(self, *states: LetterState, **values: object) -> bool:
        """Change the letter, if it is still in one of these states by this claim. Commits."""
        changed = self.session.execute(
            sa.update(Letter)
            .where(
                Letter.id == self.number,
                Letter.tries == self.tries,
                Letter.claimed_at == self.claimed_at,
                Letter.state.in_([state.value for state in states]),
            )
            .values(**values)
        )
        self.session.commit()
        return bool(changed.rowcount)  # type: ignore[attr-defined]

    def begin(self, now: datetime) -> None:
        """Keep that the server may take the letter from now on; UnreachableError if it was lost."""
        if not self.write(LetterState.SENDING, handed_at=now):
            raise UnreachableError("Un autre programme a repris ce courrier.")

    def succeed(self, now: datetime) -> None:
        """Keep that it is sent, erase a secret, end a pause: the server takes letters again."""
        values: dict[str, object] = {"state": LetterState.SENT.value, "sent_at": now, "error": ""}
        if self.is_secret:
            values |= {"text": "", "html": "", "headers": {}}
        self.write(LetterState.SENDING, LetterState.UNCERTAIN, **values)
        if self.is_essential and pauses.resume(self.session, self.recipient):
            self.session.commit()

    def wait(self, error: str, now: datetime) -> bool:
        """Let it be tried again, after the next delay; False where there is none left."""
        if self.tries > len(RETRIES):
            self.fail(error)
            return False
        self.write(
            LetterState.SENDING,
            state=LetterState.WAITING.value,
            due_at=now + RETRIES[self.tries - 1],
            claimed_at=None,
            handed_at=None,
            error=error,
        )
        return True

    def fail(self, error: str) -> None:
        """Keep that it will not be sent."""
        self.write(LetterState.SENDING, state=LetterState.FAILED.value, error=error)

    def doubt(self, error: str) -> None:
        """Keep that nobody knows whether it is sent."""
        self.write(LetterState.SENDING, state=LetterState.UNCERTAIN.value, error=error)


class Worker:
    """Who sends what is due over a connection; `now` tells the time, `done` what was done."""

    def __init__(
        self, session: Session, post: Post, sender: Address, now: Callable[[], datetime]
    ) -> None:
        self.session, self.post, self.sender, self.now = session, post, sender, now
        self.done = Round()

    def run(self) -> Round:
        """Send what is due, `MOST` letters at most. Commits at each step."""
        for number in self.session.scalars(due(self.now()).limit(MOST)).all():
            letter = claim(self.session, number, self.now())
            if letter is None:
                continue
            try:
                self.send(letter)
            except UnreachableError as error:
                self.done.stopped = str(error)
                break
        return self.done

    def send(self, letter: Letter) -> None:
        """Send a claimed letter, keep what became of it; UnreachableError once it waits again."""
        held = Claim(self.session, letter)
        written = self.write(letter, held)
        if written is None:
            self.done.failed += 1
            return
        self.session.commit()  # nothing stays open while the server answers
        begin = partial(self.begin, held)
        try:
            self.post.hand(written, self.sender.addr_spec, held.recipient, begin)
        except RefusedError as error:
            self.keep_refusal(held, error)
        except UncertainError as error:
            held.doubt(str(error))
            self.done.uncertain += 1
        except UnreachableError as error:
            self.postpone(held, str(error))
            raise
        else:
            held.succeed(self.now())
            self.done.sent += 1

    def begin(self, held: Claim) -> None:
        """Keep that the server may take the letter from now on."""
        held.begin(self.now())

    def write(self, letter: Letter, held: Claim) -> bytes | None:
        """The message of a letter; None for one that is kept, or that cannot be written."""
        refused = reason_to_keep(self.session, letter, self.now())
        try:
            message = b"" if refused else bytes(build_message(letter, self.sender, self.now()))
        except (ValueError, TypeError, LookupError, MessageError) as error:
            refused = f"Message impossible à écrire{NBSP}: {type(error).__name__}"
        if not refused:
            return message
        held.fail(refused)
        return None

    def keep_refusal(self, held: Claim, error: RefusedError) -> None:
        """Keep a refusal: a mailbox that is gone is paused, what may pass later waits. Commits."""
        if error.is_gone:
            pauses.pause(self.session, held.recipient, str(error), self.now())
        if error.is_final:
            held.fail(str(error))
            self.done.failed += 1
        else:
            self.postpone(held, str(error))

    def postpone(self, held: Claim, error: str) -> None:
        """Try again later, unless it was the last time."""
        if held.wait(error, self.now()):
            self.done.postponed += 1
        else:
            self.done.failed += 1


def reason_to_keep(session: Session, letter: Letter, now: datetime) -> str:
    """Why a letter is not sent at all, or nothing."""
    if now - letter.due_at > LATEST:
        return TOO_LATE
    pause = None if letter.is_essential else pauses.find(session, letter.recipient)
    return "" if pause is None else pauses.say(pause)
