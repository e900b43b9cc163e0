"""E-mail addresses, read by the RFCs."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from app.errors import InvalidError

BAD = "Écrivez une adresse électronique comme «\u00a0nom@exemple.fr\u00a0»."


def read_address(raw: str) -> str:
    """The address as it is kept: in lower case, its domain in ASCII.

    Raises InvalidError where it is no address that mail can reach. The network is not asked.
    """
    try:
        found = validate_email(raw.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise InvalidError(BAD) from error
    if found.ascii_email is None or len(found.ascii_email) > 254:
        raise InvalidError(BAD)
    return found.ascii_email.lower()
