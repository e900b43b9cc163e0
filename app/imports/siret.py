"""SIRET numbers as people write them, and their control key."""

from __future__ import annotations

import re

LA_POSTE = "356000000"
SEPARATORS = re.compile(r"[\s.\-\u00a0\u202f]")


def clean_siret(text: str) -> str:
    """The 14 digits of a SIRET written with spaces, dots or hyphens; empty if it has not 14."""
    digits = SEPARATORS.sub("", text)
    return digits if re.fullmatch(r"[0-9]{14}", digits) else ""


def is_valid_siret(siret: str) -> bool:
    """Whether the control key is right: Luhn's, or for La Poste's sites a sum that 5 divides.

    La Poste has more establishments than Luhn's key allows (INSEE's rule for SIREN 356 000 000).
    """
    if not re.fullmatch(r"[0-9]{14}", siret) or not siret.strip("0"):
        return False
    if siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0:
        return True
    return sum_luhn(siret) % 10 == 0


def sum_luhn(digits: str) -> int:
    """Luhn's sum: every second digit from the right doubled, its own digits added."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total
