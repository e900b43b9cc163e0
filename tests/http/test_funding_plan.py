from __future__ import annotations

import io
import re
from collections.abc import Callable

import openpyxl
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.http.forms import read_form, send_form
from tests.pages import Page, read_page

PATH = "/boite-a-outils/outils/plan-de-financement"
PLAN = {
    "kind": "EI",
    "department": "93",
    "needs-0-label": "Camion",
    "needs-0-expense": "investissement",
    "needs-0-amount": "30 000",
    "needs-1-expense": "fonctionnement",
    "needs-1-amount": "50 000,50",
    "needs-1-year": "2",
    "resources-0-scheme": "aide-au-poste",
    "resources-0-amount": "40 000",
    "resources-0-status": "accorde",
    "resources-0-expense": "fonctionnement",
    "resources-0-year": "2",
    "resources-1-scheme": "autre",
    "resources-1-label": "=Fondation <b>",
    "resources-1-amount": "10 000",
    "resources-1-deposit_on": "31/03/2027",
    "resources-1-answer_on": "30 juin 2027",
}


def test_the_empty_page_asks_for_needs_and_resources(page: Callable[..., Page]) -> None:
    shown = page(PATH)
    assert "resultat-titre" not in shown.ids
    assert shown.ids["needs-4-amount"] == 1
    assert "Besoin 5, montant en euros" in shown.html
    assert "Prêt participatif France Active Investissement (permanent)" in shown.html


def test_the_answer_says_what_is_missing_and_without_whom(client: FlaskClient) -> None:
    answer = send_form(client, PATH, PLAN)
    assert answer.status_code == 200
    shown = read_page(answer)
    text = shown.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Il manque de l’argent : 30 000,50 €" in text
    assert "Aide au poste Accordé 40 000,00 € 70 000,50 €" in text
    assert "80 % des ressources viennent de là" in text
    dates = shown.html.split("Dates saisies")[-1].split("</table>")[0]
    assert dates.index("31\u00a0mars\u00a02027") < dates.index("30\u00a0juin\u00a02027")
    assert "=Fondation" in dates
    assert "<b>" not in shown.html


def test_what_is_wrong_is_said_beside_its_row_and_nothing_is_lost(client: FlaskClient) -> None:
    changes = {
        "needs-1-amount": "beaucoup",
        "needs-2-label": "Stock",
        "resources-1-label": "",
        "resources-1-deposit_on": "31/02/2027",
        "resources-1-cap": "130",
    }
    answer = send_form(client, PATH, {**PLAN, **changes})
    assert answer.status_code == 422
    shown = read_page(answer)
    for field in ("needs-1-amount", "needs-2-expense", "needs-2-amount", "resources-1-label",
                  "resources-1-deposit_on", "resources-1-cap"):  # fmt: skip
        assert f"#{field}" in shown.links
        assert shown.ids[f"{field}-erreur"] == 1
    assert "Besoin 3 – indiquez le montant." in shown.html
    assert "Besoin 2 – Montant\u00a0: écrivez un nombre" in shown.html
    assert 'value="beaucoup"' in shown.html
    assert 'value="31/02/2027"' in shown.html


def test_a_plan_without_any_need_is_refused(client: FlaskClient) -> None:
    answer = send_form(client, PATH, {"resources-0-scheme": "fdi", "resources-0-amount": "5"})
    assert answer.status_code == 422
    assert "Saisissez au moins un besoin" in read_page(answer).text


def test_filled_rows_call_for_empty_ones_up_to_a_limit(client: FlaskClient) -> None:
    many = {f"needs-{n}-{name}": value for n in range(5)
            for name, value in (("expense", "etude"), ("amount", "1"))}  # fmt: skip
    shown = read_page(send_form(client, PATH, many))
    assert shown.ids["needs-7-amount"] == 1
    assert shown.ids["needs-8-amount"] == 0
    hostile = {**many, **{f"needs-{n}-amount": "1" for n in range(5, 500)}}
    shown = read_page(send_form(client, PATH, hostile))
    assert shown.ids["needs-29-amount"] == 1
    assert shown.ids["needs-30-amount"] == 0


def test_a_saved_plan_is_found_again_with_its_figures(
    client: FlaskClient, page: Callable[..., Page]
) -> None:
    assert send_form(client, PATH, PLAN, "enregistrer").status_code == 303
    shown = page(PATH)
    assert "Il manque de l’argent" in shown.text
    kept = read_form(client, PATH)
    assert kept["needs-1-amount"] == "50 000,50"
    assert kept["resources-1-answer_on"] == "30/06/2027"
    assert kept["resources-0-status"] == "accorde"


def test_the_workbook_counts_by_itself_and_runs_no_text(client: FlaskClient) -> None:
    answer = send_form(client, PATH, PLAN, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames[:3] == ["Besoins", "Ressources", "Synthèse"]
    name = book["Ressources"]["A3"]
    assert (name.value, name.data_type) == ("=Fondation", "s")
    assert book["Synthèse"]["B2"].value == "=SUM(Besoins!$D$2:$D$13)"
    values = openpyxl.load_workbook(io.BytesIO(answer.data), data_only=True)
    assert values["Synthèse"]["B2"].value == 80000.5
    assert values["Synthèse"]["B4"].value == 30000.5
    assert values["Si un financeur manque"]["B2"].value == 70000.5


def test_the_other_files(client: FlaskClient) -> None:
    document = send_form(client, PATH, PLAN, "pdf")
    assert document.data.startswith(b"%PDF")
    lines = send_form(client, PATH, PLAN, "csv").get_data(as_text=True)
    assert "'=Fondation" in lines
    assert re.search(r"Total des besoins,.*80000\.50", lines)


def test_dates_keep_their_identifier_when_they_move(client: FlaskClient) -> None:
    def uids(**changes: str) -> dict[str, str]:
        raw = send_form(client, PATH, {**PLAN, **changes}, "ics").data
        events = Calendar.from_ical(raw).walk("VEVENT")
        return {str(e["uid"]): f"{e.decoded('dtstart')}" for e in events}

    before = uids()
    after = uids(**{"resources-1-deposit_on": "15/04/2027", "resources-1-amount": "12 000"})
    assert set(before) == set(after)
    assert sorted(before.values()) == ["2027-03-31", "2027-06-30"]
    assert sorted(after.values()) == ["2027-04-15", "2027-06-30"]
