"""The texts of the letters: each renders with its samples; values stay inert in both parts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError, NotFoundError
from app.mail.inert import inert_block, inert_line, is_link
from app.mail.rendering import Draft
from app.mail.texts import LONGEST_SUBJECT, parse_text, read_text, text_keys, write_letter

HOSTILE = (
    "[x](http://evil.example)",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "{% raw %}",
    "![i](http://evil.example/i.png)",
    "http://evil.example",
    "# Titre\n\n- liste\n\n> citation",
    "*gras* _italique_ `code`",
    "&lt;b&gt; &amp;",
    "\ue0000\ue001",
)
TEXT = """---
subject: Un message de {{ name }}
when: À l’essai.
why: "{{ name }} vous a écrit"
samples: {name: Léa}
---
Bonjour {{ name }} :

- [Voir]({{ link }}) **{{ name }}**

> {{ message }}

<{{ link }}>

| {{ name }}
"""


class Reader(HTMLParser):
    """The tags, the addresses and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.words = ""
        self.open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "a":
            self.open = dict(attrs)["href"] or ""
            self.links.append((self.open, ""))

    def handle_endtag(self, tag: str) -> None:
        self.open = "" if tag == "a" else self.open

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.open:
            self.links[-1] = (self.open, self.links[-1][1] + data)


def write(
    name: str, link: str = "https://portail.exemple.fr/a?b=1&c=2", message: str = "x"
) -> Draft:
    return Draft(parse_text("essai", TEXT).body, {"name": name, "link": link, "message": message})


USUAL = Reader(write("Léa").html())


@pytest.mark.parametrize("key", text_keys())
def test_every_text_says_when_it_leaves_and_renders_with_its_samples(key: str) -> None:
    text = read_text(key)
    assert text.about.when, (
        f"content/mails/{key}.md: add « when » and « samples » to its front matter"
    )
    written = text.preview()
    assert 3 < len(written.subject) <= LONGEST_SUBJECT
    assert "{{" not in written.subject + written.text + written.html
    assert written.text.rstrip().endswith(".")
    assert "Vous recevez ce message parce que" in written.text
    assert "Vous recevez ce message parce que" in written.html
    links = Reader(written.html).links
    for address, words in links:
        assert words == address.removeprefix("mailto:"), "a link shows its whole address"
    for address in re.findall(r"https?://\S+", written.text):
        assert (address, address) in links, "name it « …link » or « …url », or write <{{ it }}>"


@pytest.mark.parametrize("key", text_keys())
def test_every_html_part_is_a_readable_page(key: str) -> None:
    html = read_text(key).preview().html
    assert '<html lang="fr">' in html
    assert "color-scheme" in html
    assert html.count("<h1>") == 1
    assert not {"table", "img", "script", "iframe", "form"} & Reader(html).tags
    assert not re.search(r"(?<![-\w])(?:color|background)\s*:", html), (
        "dark mode: no colour of ours"
    )


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_text_and_nothing_else(value: str) -> None:
    draft = write(value, message=value)
    read = Reader(draft.html())
    assert read.tags <= USUAL.tags | {"br"}
    assert [link for link, _ in read.links] == [link for link, _ in USUAL.links]
    assert inert_line(value) in " ".join(read.words.split())
    assert f"Bonjour {inert_line(value)}" in draft.text()


def test_a_message_keeps_its_lines_only_where_it_stands_alone() -> None:
    draft = write("Léa\n\nSigné\u00a0: l’équipe", message="un\ndeux\n\n\n\ntrois")
    assert "Bonjour Léa Signé\u00a0: l’équipe" in draft.text()
    assert "> un\n> deux\n>\n> trois" in draft.text()
    assert "un<br>deux<br><br>trois" in draft.html()


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "//evil.example",
        "https://a b",
        'https://a"onclick=x',
        "data:text/html,x",
        "https://portail\u202efr.elpmaxe",
    ],
)
def test_what_is_no_web_address_is_no_link(value: str) -> None:
    assert Reader(write("Léa", link=value).html()).links == []


def test_invisible_and_reversing_characters_go_away() -> None:
    trick = "Ad\u200bmin\u202e\u2066\u061c\u00ad\ufeff\U000e0041\x00\x07 fin"
    assert inert_line(trick) == "Admin fin"


@given(st.text())
def test_a_line_is_one_line_of_visible_text(value: str) -> None:
    line = inert_line(value)
    assert not re.search(r"[\r\n\x00-\x1f\u2028\u2029\u200b-\u200f\u202a-\u202e]", line)
    assert len(line) <= 500
    assert inert_line(line) == line
    assert not re.search(r"[\r\x00-\x09\x0b-\x1f]", inert_block(value))


@given(st.text(max_size=60))
def test_no_value_makes_a_tag_or_a_link(value: str) -> None:
    read = Reader(write(value, message=value).html())
    assert read.tags <= USUAL.tags | {"br"}
    assert [link for link, _ in read.links] == [link for link, _ in USUAL.links]


def test_a_subject_is_one_short_line() -> None:
    about = parse_text("essai", TEXT)
    values = {"name": f"Léa\r\nBcc: x@exemple.fr {'y' * 300}", "link": "x", "message": "x"}
    subject = about.write(values).subject
    assert subject.startswith("Un message de Léa Bcc: x@exemple.fr yyy")
    assert len(subject) == LONGEST_SUBJECT


def test_links_in_lists_of_values_are_links() -> None:
    class Item:
        title, link = "Marché <1>", "https://portail.exemple.fr/marches/1"

    draft = Draft(
        "{% for i in items %}\n- {{ i.title }} : {{ i.link }}\n{% endfor %}", {"items": [Item()]}
    )
    assert draft.text() == "- Marché <1>\u00a0: https://portail.exemple.fr/marches/1"
    assert Reader(draft.html()).links == [(Item.link, Item.link)]


def test_a_file_without_front_matter_has_its_subject_on_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "simple.md").write_text("# Bonjour {{ name }}\n\nVoici.\n")
    written = write_letter("simple", {"name": "Léa"}, tmp_path)
    assert written.subject == "Bonjour Léa"
    assert written.is_secret, "what says nothing is secret"
    assert not written.is_essential


def test_what_is_missing_or_unreadable_is_said(tmp_path: Path) -> None:
    (tmp_path / "simple.md").write_text("# Bonjour {{ name }}\n\nVoici.\n")
    (tmp_path / "faux.md").write_text("---\nsubjekt: x\n---\nVoici.\n")
    with pytest.raises(InvalidError, match="name"):
        write_letter("simple", {}, tmp_path)
    with pytest.raises(InvalidError, match="illisible"):
        read_text("faux", tmp_path)
    for key in ("absent", "../config", "", "a/b"):
        with pytest.raises(NotFoundError):
            read_text(key, tmp_path)


def test_only_whole_web_addresses_are_links() -> None:
    assert is_link("https://portail.exemple.fr/a?b=1#c")
    assert not is_link("https://" + "a" * 3_000)
    assert not is_link("voir https://portail.exemple.fr")
