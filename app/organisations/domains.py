"""Which e-mail domains prove that somebody works in an organisation. Pure, offline, cautious.

A domain proves something only if the organisation alone gives addresses in it: neither a free
mailbox, nor a host where anybody opens a site, nor a name under which anybody registers one. What
is not known to be safe proves nothing: a person then asks for another proof.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

# Mailboxes that anybody opens, and those of the French access providers.
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr",
    "hotmail.be", "live.com", "live.fr", "msn.com", "yahoo.com", "yahoo.fr", "yahoo.co.uk",
    "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "aol.fr",
    "gmx.com", "gmx.fr", "gmx.de", "gmx.net", "web.de", "mail.com", "mail.ru", "yandex.com",
    "yandex.ru", "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com",
    "tuta.io", "tuta.com", "mailo.com", "mailo.eu", "netcourrier.com", "laposte.net",
    "orange.fr", "wanadoo.fr", "voila.fr", "free.fr", "freesbee.fr", "libertysurf.fr",
    "aliceadsl.fr", "alice.fr", "sfr.fr", "neuf.fr", "club-internet.fr", "cegetel.net",
    "9online.fr", "9business.fr", "numericable.fr", "numericable.com", "noos.fr", "bbox.fr",
    "bouygtel.fr", "bouyguestelecom.fr", "dbmail.com", "caramail.com", "caramail.fr",
    "zoho.com", "zohomail.eu", "fastmail.com", "hey.com", "riseup.net", "ik.me",
    "infomaniak.com", "duck.com", "skynet.be", "bluewin.ch", "yopmail.com", "yopmail.fr",
    "mailinator.com", "guerrillamail.com", "tempmail.com", "10minutemail.com", "trashmail.com",
    "jetable.org",
})  # fmt: skip

# Where anybody opens a site: a page there says nothing of who reads an address there.
SHARED_HOSTING = frozenset({
    "wixsite.com", "wix.com", "wordpress.com", "blogspot.com", "blogspot.fr", "blogger.com",
    "over-blog.com", "over-blog.fr", "overblog.com", "overblog.fr", "canalblog.com",
    "hautetfort.com", "e-monsite.com", "jimdo.com", "jimdofree.com", "jimdosite.com",
    "webnode.fr", "webnode.com", "webnode.page", "weebly.com", "squarespace.com", "site123.me",
    "strikingly.com", "webflow.io", "framer.website", "framer.app", "carrd.co", "notion.site",
    "github.io", "gitlab.io", "netlify.app", "vercel.app", "pages.dev", "workers.dev",
    "herokuapp.com", "web.app", "firebaseapp.com", "azurewebsites.net", "cloudfront.net",
    "amazonaws.com", "google.com", "google.fr", "goo.gl", "sites.google.com", "business.site",
    "facebook.com", "fb.com", "instagram.com", "linkedin.com", "twitter.com", "x.com",
    "youtube.com", "youtu.be", "tiktok.com", "linktr.ee", "helloasso.com", "assoconnect.com",
    "leetchi.com", "eklablog.com", "skyrock.com", "tumblr.com", "medium.com", "perso.sfr.fr",
    "pagesperso-orange.fr", "pagespro-orange.fr", "monsite-orange.fr", "monsite-wanadoo.com",
    "ovh.net", "ovh.org", "hosting.ovh.net", "gandi.net", "gandi.ws", "alwaysdata.net",
    "o2switch.net", "lautre.net", "toile-libre.org", "frama.site", "frama.io", "framasite.org",
    "sitew.com", "sitew.fr", "sitew.org", "simplesite.com", "solocal.com", "site-solocal.com",
    "pagesjaunes.fr", "pages-jaunes.fr", "myshopify.com", "shopify.com", "prestashop.com",
    "odoo.com", "sharepoint.com", "onmicrosoft.com", "mailchimpsites.com", "eventbrite.fr",
    "eventbrite.com", "canva.site", "eu.org", "fr.cr", "fr.nf", "inclusion.gouv.fr",
    "lemarche.inclusion.beta.gouv.fr",
})  # fmt: skip

# Names under which others register theirs: https://publicsuffix.org, the French part and the
# shapes shared by other countries; what is missing from them proves nothing more than a site would.
PUBLIC_SUFFIXES = frozenset({
    "asso.fr", "com.fr", "gouv.fr", "nom.fr", "prd.fr", "tm.fr", "avocat.fr", "avoues.fr",
    "cci.fr", "greta.fr", "chambagri.fr", "huissier-justice.fr", "medecin.fr", "notaires.fr",
    "pharmacien.fr", "port.fr", "veterinaire.fr", "aeroport.fr", "experts-comptables.fr",
    "geometre-expert.fr", "chirurgiens-dentistes.fr", "chirurgiens-dentistes-en-france.fr",
    "fbx-os.fr", "dedibox.fr", "beta.gouv.fr", "eu.com", "uk.com", "us.com", "gb.net", "de.com",
})  # fmt: skip
SECOND_LEVEL = frozenset({
    "ac", "asso", "co", "com", "edu", "ed", "gob", "gouv", "gov", "info", "ltd", "me", "mil",
    "net", "nhs", "nom", "nic", "or", "org", "plc", "prd", "sch", "tm", "web",
})  # fmt: skip
FORBIDDEN = FREE_MAIL | SHARED_HOSTING
# Free mailboxes that have a name in every country: « hotmail.co.uk », « yahoo.be ».
FREE_BRANDS = frozenset({
    "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "icloud", "aol",
    "gmx", "yandex", "protonmail",
})  # fmt: skip


def domain_of_address(email: str) -> str:
    """The domain of an e-mail address, in lower case; nothing where it has none."""
    name, _, domain = email.strip().lower().rpartition("@")
    return read_host(domain) if name else ""


def domain_of_site(address: str) -> str:
    """The host of a web address without « www. », in ASCII and lower case, or nothing."""
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    return read_host(host).removeprefix("www.")


def read_host(raw: str) -> str:
    """A name of at least two labels in ASCII; nothing for a number, a lone word, a broken name."""
    host = raw.strip().rstrip(".").lower()
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return ""
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    labels = host.split(".")
    is_name = all(label and label.replace("-", "").isalnum() for label in labels)
    return host if len(labels) > 1 and is_name and not labels[-1].isdigit() else ""


def is_public_suffix(domain: str) -> bool:
    """Whether anybody may register a name under it: « gouv.fr », « co.uk », « fr »."""
    labels = domain.split(".")
    if len(labels) < 2 or domain in PUBLIC_SUFFIXES:
        return True
    return len(labels) == 2 and len(labels[1]) == 2 and labels[0] in SECOND_LEVEL


def is_under(domain: str, other: str) -> bool:
    """Whether a name is another or below it; « notasso.fr » is not below « asso.fr »."""
    return domain == other or domain.endswith(f".{other}")


def can_prove(domain: str) -> bool:
    """Whether an address there may prove anything."""
    if not domain or is_public_suffix(domain) or has_free_brand(domain):
        return False
    return not any(is_under(domain, other) for other in FORBIDDEN)


def has_free_brand(domain: str) -> bool:
    """Whether it is a free mailbox under the name of a country."""
    labels = domain.split(".")
    own = labels[-3] if len(labels) > 2 and is_public_suffix(".".join(labels[-2:])) else labels[-2]
    return own in FREE_BRANDS


def own_domains(sites: Iterable[str], contact_email: str = "") -> tuple[str, ...]:
    """The domains that are an organisation's own, from its sites and its address on record."""
    found = [domain_of_site(site) for site in sites]
    found.append(domain_of_address(contact_email))
    return tuple(dict.fromkeys(domain for domain in found if can_prove(domain)))


def proves(email: str, domains: Iterable[str]) -> bool:
    """Whether an address is in one of these domains, or below.

    Never above nor beside: who works for the host of a site does not work in the organisation.
    """
    domain = domain_of_address(email)
    return can_prove(domain) and any(is_under(domain, own) for own in domains if can_prove(own))


def is_free_mail(email: str) -> bool:
    """Whether an address is in a mailbox that anybody opens."""
    domain = domain_of_address(email)
    is_listed = any(is_under(domain, other) for other in FREE_MAIL)
    return is_listed or (bool(domain) and has_free_brand(domain))
