"""Which address proves that somebody works in an organisation; everything else proves nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisations.domains import (
    FREE_MAIL,
    PUBLIC_SUFFIXES,
    SHARED_HOSTING,
    can_prove,
    domain_of_address,
    domain_of_site,
    is_free_mail,
    is_public_suffix,
    own_domains,
    proves,
)

LABELS = st.from_regex(r"[a-z][a-z0-9]{1,12}", fullmatch=True)
NAMES = st.builds(lambda a, b: f"{a}-insertion.{b}", LABELS, st.sampled_from(["fr", "org", "com"]))


@pytest.mark.parametrize(
    ("email", "site"),
    [
        ("marie@atelier-canal.fr", "https://www.atelier-canal.fr/contact"),
        ("marie@atelier-canal.fr", "http://ATELIER-CANAL.FR"),
        ("marie@equipe.atelier-canal.fr", "https://atelier-canal.fr"),
        ("marie@canal.asso.fr", "https://canal.asso.fr/"),
        ("marie@ville.gouv.fr", "https://www.ville.gouv.fr"),
        ("marie@canal.co.uk", "https://canal.co.uk"),
        ("marie@xn--caf-dma.fr", "https://café.fr"),
        ("marie@insertion.groupe.fr", "https://insertion.groupe.fr:8443/page"),
    ],
)
def test_an_address_in_the_own_domain_proves(email: str, site: str) -> None:
    assert proves(email, own_domains([site]))


@pytest.mark.parametrize(
    ("email", "site"),
    [
        ("x@gmail.com", "https://gmail.com"),
        ("x@hotmail.co.uk", "https://hotmail.co.uk"),
        ("x@yahoo.be", "https://yahoo.be"),
        ("x@orange.fr", "https://canal.pagesperso-orange.fr"),
        ("x@wixsite.com", "https://canal.wixsite.com/site"),
        ("x@canal.wixsite.com", "https://canal.wixsite.com"),
        ("x@facebook.com", "https://www.facebook.com/canal"),
        ("x@interieur.gouv.fr", "https://gouv.fr"),
        ("x@autre.gouv.fr", "https://ville.gouv.fr"),
        ("x@gouv.fr", "https://ville.gouv.fr"),
        ("x@autre.co.uk", "https://co.uk"),
        ("x@autre.com.br", "https://com.br"),
        ("x@autre.asso.fr", "https://asso.fr"),
        ("x@fr", "https://fr"),
        ("x@groupe.fr", "https://canal.groupe.fr"),  # above: the host, the group
        ("x@nord.groupe.fr", "https://canal.groupe.fr"),  # beside
        ("x@notcanal.fr", "https://canal.fr"),
        ("x@canal.fr.evil.com", "https://canal.fr"),
        ("canal.fr@evil.com", "https://canal.fr"),
        ("x@evil.com", "https://canal.fr@evil.org/"),
        ("x@canal.fr", "https://canal.fr@evil.org/"),
        ("x@1.2.3.4", "http://1.2.3.4"),
        ("x@[1.2.3.4]", "http://1.2.3.4"),
        ("x@localhost", "http://localhost"),
        ("x@canal.fr", "javascript:canal.fr"),
        ("x@canal.fr", "canal.fr"),
        ("x@canal.fr", "http://[broken"),
        ("x@canal.fr", ""),
        ("", "https://canal.fr"),
        ("canal.fr", "https://canal.fr"),
        ("@canal.fr", "https://canal.fr"),
    ],
)
def test_what_proves_nothing(email: str, site: str) -> None:
    assert not proves(email, own_domains([site]))


def test_the_address_on_record_counts_but_never_a_free_mailbox() -> None:
    assert proves("marie@canal.fr", own_domains([], "accueil@canal.fr"))
    assert own_domains([], "canal93@gmail.com") == ()
    assert own_domains(["https://canal.fr", "https://www.canal.fr"], "a@canal.fr") == ("canal.fr",)


@given(st.sampled_from(sorted(FREE_MAIL | SHARED_HOSTING | PUBLIC_SUFFIXES)), LABELS, LABELS)
def test_no_forbidden_domain_ever_proves(domain: str, name: str, label: str) -> None:
    assert not can_prove(domain)
    assert not proves(f"{name}@{domain}", own_domains([f"https://{domain}"], f"a@{domain}"))
    if domain not in PUBLIC_SUFFIXES:
        below = f"{label}.{domain}"
        assert not proves(f"{name}@{below}", own_domains([f"https://{below}"], f"a@{below}"))


@given(NAMES, NAMES, LABELS)
def test_only_the_same_domain_or_below_proves(own: str, other: str, label: str) -> None:
    known = own_domains([f"https://www.{own}/"])
    assert known == (own,)
    assert proves(f"a@{own}", known)
    assert proves(f"a@{label}.{own}", known)
    assert proves(f"a@{other}", known) == (own == other)
    assert not proves(f"a@{label}{own}", known)
    assert not proves(f"a@{own}.{label}", known) or own.endswith(f".{label}")


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for domain in (domain_of_site(text), domain_of_address(text)):
        assert domain == domain.lower()
        assert domain.isascii()
        assert not domain or "." in domain
    assert proves(text, own_domains([text], text)) in {True, False}
    assert is_free_mail(text) in {True, False}


def test_the_shapes_of_public_suffixes() -> None:
    for domain in ("fr", "gouv.fr", "asso.fr", "co.uk", "com.br", "gov.uk", "ac.be"):
        assert is_public_suffix(domain)
    for domain in ("canal.fr", "ville.gouv.fr", "canal.co.uk", "co.canal.fr"):
        assert not is_public_suffix(domain)
