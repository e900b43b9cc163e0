"""Feeds, read back by a strict parser."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from app.exports.rss import FeedHead, FeedItem, write_feed

ATOM = "{http://www.w3.org/2005/Atom}"
HEAD = FeedHead(
    title="Marchés : propreté & Paris",
    link="https://portail.exemple.fr/marches?filiere=proprete&etat=ouvert",
    self_url="https://portail.exemple.fr/marches.rss?filiere=proprete&etat=ouvert",
    description="Les consultations « ouvertes »",
    updated_at=datetime(2026, 11, 2, 8, tzinfo=UTC),
)


def item(**values: Any) -> FeedItem:
    given = {
        "guid": "maillage:marche:26-1",
        "title": "Nettoyage",
        "link": "https://portail.exemple.fr/marches/26-1",
        "description": "Acheteur : Bobigny.",
        "published_at": datetime(2026, 6, 30, 22, tzinfo=UTC),
        **values,
    }
    return FeedItem(**given)


def read(*items: FeedItem) -> Element:
    root = fromstring(write_feed(HEAD, items).encode("utf-8"))
    assert root.tag == "rss"
    assert root.attrib == {"version": "2.0"}
    (channel,) = root
    return channel


def text(parent: Element, tag: str) -> str:
    return parent.findtext(tag) or ""


def test_the_channel_says_where_it_is_and_when_it_last_changed() -> None:
    channel = read()
    assert text(channel, "title") == HEAD.title
    assert text(channel, "link") == HEAD.link
    (own,) = channel.findall(f"{ATOM}link")
    assert own.attrib == {"rel": "self", "href": HEAD.self_url}
    assert text(channel, "lastBuildDate") == "Mon, 02 Nov 2026 09:00:00 +0100"
    assert (text(channel, "language"), text(channel, "ttl")) == ("fr", "60")


def test_an_item_has_a_stable_name_a_date_of_paris_and_categories() -> None:
    (found,) = read(item(categories=("Propreté", "Marché réservé"))).findall("item")
    (guid,) = found.findall("guid")
    assert (guid.text, guid.attrib) == ("maillage:marche:26-1", {"isPermaLink": "false"})
    assert text(found, "pubDate") == "Wed, 01 Jul 2026 00:00:00 +0200"
    assert parsedate_to_datetime(text(found, "pubDate")) == item().published_at
    assert [c.text for c in found.findall("category")] == ["Propreté", "Marché réservé"]


def test_the_date_is_left_out_where_there_is_none() -> None:
    (found,) = read(item(published_at=None)).findall("item")
    assert found.find("pubDate") is None


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud83d"])
def test_characters_that_xml_forbids_are_dropped(bad: str) -> None:
    (found,) = read(
        item(
            title=f"a{bad}b",
            description=f"a{bad}b",
            categories=(f"a{bad}b",),
            guid=f"a{bad}b",
            link=f"https://x.fr/a{bad}b",
        )
    ).findall("item")
    assert {text(found, tag) for tag in ("title", "description", "category", "guid")} == {"ab"}


def test_a_description_shows_as_it_is_written_and_runs_nothing() -> None:
    (found,) = read(
        item(title="A < B & ]]> 😀", description="<script>alert(1)</script> R&D\n< 90 k€")
    ).findall("item")
    assert text(found, "title") == "A < B & ]]> 😀"
    shown = text(found, "description")
    assert shown == "&lt;script&gt;alert(1)&lt;/script&gt; R&amp;D\n&lt; 90 k€"


def test_the_same_items_give_the_same_text() -> None:
    assert write_feed(HEAD, []) == write_feed(HEAD, [])
    assert write_feed(HEAD, [item()]) == write_feed(HEAD, [item()])
