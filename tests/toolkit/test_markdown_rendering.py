import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.toolkit.markdown_rendering import Rendered, render_markdown

ALLOWED_TAGS = {"h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd"}
ALLOWED_TAGS |= {"strong", "b", "em", "i", "code", "kbd", "pre", "blockquote", "a", "abbr", "sub"}
ALLOWED_TAGS |= {"sup", "table", "thead", "tbody", "tr", "th", "td", "div"}
ALLOWED_ATTRIBUTES = {"id", "href", "title", "rel", "class", "scope", "role", "tabindex", "start"}
ALLOWED_ATTRIBUTES |= {"aria-label"}
ALLOWED_CLASSES = {"fr-callout", "fr-callout__text", "m-table"}
HOSTILE = (
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    '<p onclick="alert(1)">x</p>',
    "<img src=x onerror=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<iframe src="https://a.example/"></iframe>',
    "[x](javascript:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    '<a href="java\nscript:alert(1)">x</a>',
    "[x](data:text/html;base64,AAAA)",
    "[x](vbscript:x)",
    "[x](//a.example/)",
    '<a href="/\\a.example">x</a>',
    '<a href="\t//a.example">x</a>',
    '<a href="/&#9;/a.example">x</a>',
    '<a href="/&#10;\\a.example">x</a>',
    '<a href="https://a.example" target="_blank" style="color:red">x</a>',
    '<h2 id="a" class="b" style="c">x</h2>',
    "<h2 id='x\"><img src=x onerror=alert(1)>'>y</h2>",
    '<abbr title="<img src=x onerror=alert(1)>">x</abbr>',
    '<form action="/x"><input autofocus onfocus=alert(1)></form>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img src=x onerror=alert(1)>",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<xmp><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "| <script>alert(1)</script> | b |\n|---|---|\n| [x](javascript:a) | <b onclick=a>c</b> |",
    "> **Attention** <script>alert(1)</script>",
    "<table><tr><th><script>x</script></th></tr></table>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
)


class Survey(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def render(text: str) -> Rendered:
    return render_markdown(text, title="Une page")


def assert_safe(html: str) -> None:
    for tag, attributes in Survey(html).tags:
        assert tag in ALLOWED_TAGS, html
        assert attributes.keys() <= ALLOWED_ATTRIBUTES, html
        assert set(attributes.get("class", "").split()) <= ALLOWED_CLASSES, html
        # A browser reads an address without its line breaks and tabs, and « \\ » as « / ».
        address = re.sub(r"[\t\r\n]", "", attributes.get("href", "")).replace("\\", "/")
        address = address.strip().lower()
        scheme = re.match(r"([^/?#]*):", address)
        assert scheme is None or scheme[1] in {"http", "https", "mailto"}, html
        assert not address.startswith("//"), html


@pytest.mark.parametrize("snippet", HOSTILE)
def test_a_hostile_snippet_is_disarmed(snippet: str) -> None:
    assert_safe(render(snippet).html)


@given(st.lists(st.sampled_from(HOSTILE) | st.text(alphabet="<>\"'&`|*[]()#a\n ", max_size=12)))
def test_no_mixture_of_hostile_snippets_survives(pieces: list[str]) -> None:
    assert_safe(render("".join(pieces)).html)
    assert_safe(render("\n\n".join(pieces)).html)


def test_code_may_show_a_script() -> None:
    assert "&lt;script&gt;alert(1)" in render("`<script>alert(1)</script>`").html


def test_a_title_cannot_leave_its_attribute() -> None:
    html = render_markdown("| a |\n|---|\n| b |", title='"><script>x</script>').html
    assert_safe(html)
    labels = [attributes.get("aria-label") for _, attributes in Survey(html).tags]
    assert 'Tableau\u00a0: "><script>x</script>' in labels


def test_headings_get_ids_of_their_text_once_each() -> None:
    rendered = render("# L'étape\n\n### Où ?\n\n## L’étape\n\n## Contenu\n\n## ?")
    assert [(heading.level, heading.id, heading.text) for heading in rendered.contents] == [
        (2, "l-etape", "L’étape"),
        (3, "ou", "Où\u00a0?"),
        (2, "l-etape-2", "L’étape"),
        (2, "contenu-2", "Contenu"),  # the page's main part is already « contenu »
        (2, "partie", "?"),
    ]
    assert "<h1" not in rendered.html
    assert '<h2 id="l-etape">L’étape</h2>' in rendered.html


def test_a_heading_keeps_the_id_it_is_given() -> None:
    assert (
        '<h3 id="pieces">Ce qu’il faut</h3>' in render('<h3 id="pieces">Ce qu\'il faut</h3>').html
    )


def test_only_links_that_leave_are_marked() -> None:
    html = render("[a](https://a.example/?b=1&c=2) [b](/guide/b) [c](#d) [e](mailto:e@a.example)")
    assert html.html == (
        '<p><a href="https://a.example/?b=1&amp;c=2" rel="noopener external">a</a> '
        '<a href="/guide/b">b</a> <a href="#d">c</a> <a href="mailto:e@a.example">e</a></p>'
    )


TABLE = "| | Durée |\n|---|---|\n| CDDI | 4 mois |\n"


def test_a_table_scrolls_in_named_frames() -> None:
    html = render(f"{TABLE}\n\n## Les contrats\n\n{TABLE}\n\nEt :\n\n{TABLE}").html
    tags = Survey(html).tags
    frames = [attributes for tag, attributes in tags if tag == "div"]
    regions = [frame for frame in frames if frame.get("role") == "region"]
    assert all(frame["tabindex"] == "0" for frame in regions)
    assert regions == frames
    assert {frame["class"] for frame in regions} == {"m-table"}
    assert [frame["aria-label"] for frame in regions] == [
        "Tableau\u00a0: Une page",
        "Tableau\u00a0: Les contrats",
        "Tableau 2\u00a0: Les contrats",
    ]
    headers = [attributes for tag, attributes in tags if tag == "th"]
    assert headers == [{"scope": "col"}] * 3  # the empty corner is no header
    assert html.count("</table></div>\n") == 2  # what follows is outside
    assert html.endswith("</table></div>")


@pytest.mark.parametrize("title", ["À retenir", "Attention", "À vérifier", "À retenir :"])
def test_a_quotation_with_a_known_title_is_a_callout(title: str) -> None:
    html = render(f"> **{title}** : deux mois.\n>\n> Au moins.").html
    assert html.startswith('<div class="fr-callout">')
    assert html.count('<p class="fr-callout__text">') == 2
    assert "blockquote" not in html


@pytest.mark.parametrize(
    "text", ["> Une phrase.", "> Avec **Attention** au milieu.", "> **Autre**"]
)
def test_another_quotation_stays_one(text: str) -> None:
    html = render(text).html
    assert html.startswith("<blockquote>")
    assert "fr-callout" not in html


def test_typography_spares_code_and_addresses() -> None:
    html = render("l'un `l'autre : x` <https://a.example/l'x> [y](/l'z \"l'title\")").html
    assert "l’un <code>l'autre : x</code>" in html
    assert "https://a.example/l'x</a>" in html
    assert "/l'z" in html


def test_plain_text_has_a_line_for_each_block() -> None:
    rendered = render("## Titre\n\nUn *texte*\nsuivi :\n\n- un\n- deux")
    assert rendered.plain_text == "Titre\nUn texte suivi\u00a0:\nun\ndeux"


def test_plain_text_holds_no_markup() -> None:
    assert render("<script>x</script>[a](/b) & `c`").plain_text == "a & c"
