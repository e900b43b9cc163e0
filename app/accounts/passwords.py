"""Passwords: the rule that a new one follows, and how they are kept.

The rule is that of the CNIL for a password that stands alone, 80 bits of entropy, in the three
forms of its examples: délibération n° 2022-100 du 21 juillet 2022 portant adoption d'une
recommandation relative aux mots de passe et autres secrets partagés (NOR CNIL2229344X, JO du
16 octobre 2022), read on Légifrance (JORFTEXT000046432885). The second form is read by its entropy:
fourteen signs of any three kinds have 83 bits or more. What is guessed first is refused besides.
"""

from __future__ import annotations

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.common_passwords import COMMON
from app.imports.text import fold

LONGEST = 128  # characters
LEAST_OWN = 8  # characters that are neither a common word, nor a year, nor a sequence
LEAST_DISTINCT = 6
WORDS, WORDS_LENGTH = 7, 24
PLAIN_LENGTH, FULL_LENGTH = 14, 12
RULE = (
    "Au choix\u00a0: 12\u00a0caractères avec des minuscules, des majuscules, des chiffres et des "
    "signes\u00a0; ou 14\u00a0caractères de trois de ces quatre sortes\u00a0; ou une phrase de "
    "7\u00a0mots différents. Ni votre nom, ni votre adresse, ni un mot de passe courant. "
    f"{LONGEST}\u00a0caractères au plus."
)
TOO_WEAK = (
    "Ce mot de passe est trop court ou trop simple\u00a0: il ne suit aucune des trois formes "
    "demandées."
)
TOO_LONG = f"Ce mot de passe est trop long\u00a0: {LONGEST}\u00a0caractères au plus."
REPEATED = "Ce mot de passe se répète\u00a0: choisissez des caractères plus variés."
PERSONAL = "Ce mot de passe contient votre nom ou votre adresse\u00a0: on l’essaierait d’abord."
TOO_COMMON = (
    "Ce mot de passe est fait de mots, de dates ou de suites que tout le monde emploie\u00a0: "
    "on les essaie d’abord."
)
YEARS = re.compile(r"(?:19|20)\d\d")
DISGUISES = str.maketrans("013457@$!€", "oieastasie")
SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "azertyuiop", "qsdfghjklm", "qwertyuiop")
RUN = 4  # signs in a row that make a sequence

hasher = PasswordHasher()
# What is compared where there is nothing to compare with: the same work, and never a match.
NOBODY = (
    f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    f"${'A' * 22}${'A' * 43}"
)


def hash_password(password: str) -> str:
    """Argon2id's text for a password."""
    return hasher.hash(unicodedata.normalize("NFKC", password))


def is_password(kept: str, password: str) -> bool:
    """Whether it is the password kept; what is empty matches nothing, in the same time."""
    if len(password) > LONGEST:
        password = ""  # none of that length was ever kept
    try:
        hasher.verify(kept or NOBODY, unicodedata.normalize("NFKC", password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept and password)


def is_outdated(kept: str) -> bool:
    """Whether it was kept with weaker parameters than today's."""
    return hasher.check_needs_rehash(kept)


def find_faults(password: str, *, email: str = "", name: str = "") -> tuple[str, ...]:
    """Why a password cannot be chosen by the person of that address and name; empty where it can.

    The reasons are sentences in French, the first to mend first.
    """
    if len(password) > LONGEST:
        return (TOO_LONG,)
    faults = []
    if not is_strong(password):
        faults.append(TOO_WEAK)
    if len(set(password)) < LEAST_DISTINCT or repeats(password):
        faults.append(REPEATED)
    if any(part in disguised(password) or part in fold(password) for part in parts_of(email, name)):
        faults.append(PERSONAL)
    if len(own_part(password)) < LEAST_OWN:
        faults.append(TOO_COMMON)
    return tuple(faults)


def is_strong(password: str) -> bool:
    """Whether its length and its kinds of signs reach one of the three forms."""
    kinds = sum(
        any(test(sign) for sign in password)
        for test in (str.islower, str.isupper, str.isdecimal, is_sign)
    )
    if (kinds == 4 and len(password) >= FULL_LENGTH) or (
        kinds >= 3 and len(password) >= PLAIN_LENGTH
    ):
        return True
    words = set(re.findall(r"[^\W\d_]{2,}", fold(password)))
    return len(words) >= WORDS and len(password) >= WORDS_LENGTH


def is_sign(character: str) -> bool:
    """Whether it is neither a letter nor a figure."""
    return not character.isalnum()


def repeats(password: str) -> bool:
    """Whether it is one piece written several times: « Abc1!Abc1! »."""
    return bool(password) and password in (password + password)[1:-1]


def disguised(text: str) -> str:
    """The text as it was before figures took the place of letters: « M0td3p@sse »."""
    return fold(text).translate(DISGUISES)


def parts_of(email: str, name: str) -> set[str]:
    """The words of four letters or more of an address and of a name, to be found in a password."""
    local = email.partition("@")[0]
    words = re.split(r"[^a-z0-9]+", f"{fold(local)} {fold(name)}")
    return {word for word in (*words, fold(local)) if len(word) >= 4}


def own_part(password: str) -> str:
    """What is left without common words, years and sequences, disguised or not."""
    best = fold(password)
    for text in (fold(password), disguised(password)):
        left = YEARS.sub("", text)
        for word in COMMON:
            left = left.replace(word, "")
        best = min(best, drop_sequences(left), key=len)
    return best


def drop_sequences(text: str) -> str:
    """The text without « 1234 », « azerty », « dcba »: four signs or more in their order."""
    kept, at = "", 0
    while at < len(text):
        length = run_at(text, at)
        if length < RUN:
            kept += text[at]
            length = 1
        at += length
    return kept


def run_at(text: str, at: int) -> int:
    """How many signs from there follow a sequence, forwards or backwards, or are the same."""
    longest = 1
    for sequence in (*SEQUENCES, *(s[::-1] for s in SEQUENCES), text[at] * len(text)):
        for length in range(len(text) - at, longest, -1):
            if text[at : at + length] in sequence:
                longest = length
                break
    return longest
