"""The forms of a consultation that a network publishes: say it, withdraw it."""

from __future__ import annotations

from datetime import date, datetime, time

from app.events.dates import read_moment
from app.events.records import FieldError
from app.forms.fields import ChoiceField, LineField, NoteField
from app.forms.place import PlaceField
from app.forms.siae_fields import SiteField
from app.forms.tender_filters import NATURES
from app.forms.tool_form import ToolForm
from app.imports.siret import clean_siret, is_valid_siret
from app.tenders.given import GivenTender, read_clauses
from app.tenders.records import NoticeRecord
from app.territories import find, find_code
from app.toolkit.typography import set_french

MOST_LOTS = 20
LONGEST_TITLE = 300
NOT_A_CLAUSE = (
    "nous n’y lisons ni réservation, ni heures d’insertion, ni critère. Recopiez la phrase "
    "entière, ou mettez-la dans la description."
)
NO_NATURE = ("", "Choisissez une nature")


class NetworkTenderForm(ToolForm):
    """What is asked, by whom, where and until when."""

    objet = LineField("Objet du marché", most=LONGEST_TITLE, missing="Dites l’objet du marché.")
    acheteur = LineField("Acheteur", most=200, missing="Nommez l’acheteur.")
    siret = LineField("SIRET de l’acheteur", most=30)
    territoire = PlaceField(
        "Lieu d’exécution", most=120, missing="Indiquez une commune, un EPT ou un département."
    )
    nature = ChoiceField(
        "Nature", choices=[NO_NATURE, *NATURES.items()], missing="Choisissez une nature."
    )
    jour = LineField("Date limite", most=40, missing="Indiquez la date limite.")
    heure = LineField("Heure limite", most=20)
    documents = SiteField("Adresse des documents", most=500)
    lots = NoteField("Lots", most=5_000)
    clause = NoteField("Clause sociale, recopiée de l’avis ou du règlement", most=2_000)
    description = NoteField("Description", most=5_000)

    def read(self) -> GivenTender | None:
        """What the network says, or None where the form says what to mend."""
        is_whole = self.validate()
        deadline = self.read_deadline()
        siret = clean_siret(self.siret.data or "")
        if self.siret.data and not is_valid_siret(siret):
            self.say(self.siret, "ce n’est pas un SIRET\u00a0: 14 chiffres, dont une clé.")
        lots = tuple(filter(None, (line.strip() for line in (self.lots.data or "").splitlines())))
        if len(lots) > MOST_LOTS or any(len(lot) > LONGEST_TITLE for lot in lots):
            self.say(self.lots, f"{MOST_LOTS} lots au plus, de {LONGEST_TITLE} caractères.")
        if self.clause.data and not read_clauses(self.clause.data):
            self.say(self.clause, NOT_A_CLAUSE)
        place = self.territoire.place
        if not is_whole or deadline is None or place is None or self.problems:
            return None
        return GivenTender(
            title=self.objet.data or "",
            buyer=self.acheteur.data or "",
            siret=siret,
            place=place,
            deadline=deadline,
            nature=self.nature.data,
            description=self.description.data or "",
            clause=self.clause.data or "",
            lots=lots,
            documents_url=self.documents.data or "",
        )

    def read_deadline(self) -> datetime | None:
        """The deadline as a clock in Paris shows it; midnight, without an hour, ends the day."""
        if not self.jour.data:
            return None
        try:
            found = read_moment(f"{self.jour.data} {self.heure.data or ''}".strip(), "jour")
        except FieldError as error:
            self.say(self.jour, f"{error.why}.")
            return None
        if isinstance(found, datetime):
            return found.replace(tzinfo=None)
        return datetime.combine(found if isinstance(found, date) else date.max, time(0))

    def say(self, field: LineField | NoteField, why: str) -> None:
        """Say what is wrong beside a field, unless something is said there already."""
        if not field.errors:
            field.errors = [set_french(f"{field.label.text}\u00a0: {why}")]

    @classmethod
    def of(cls, record: NoticeRecord) -> NetworkTenderForm:
        """The form of what was said last."""
        local = record.deadline.local if record.deadline else None
        place = record.places[0]
        named = find_code(place.text) if place.text else find(place.city)
        titles = [lot.title for lot in record.lots]
        return cls(
            data={
                "objet": record.title,
                "acheteur": record.buyer.name,
                "siret": record.buyer.siret,
                "territoire": named.name if named else place.postal_code,
                "nature": record.nature[0],
                "jour": f"{local:%d/%m/%Y}" if local else "",
                "heure": f"{local:%Hh%M}" if local and local.time() != time(23, 59) else "",
                "documents": record.documents_url,
                "lots": "\n".join(titles) if titles != [record.title] else "",
                "clause": "\n".join(clause.quotation for clause in record.clauses),
                "description": record.description,
            }
        )


class WithdrawalForm(ToolForm):
    """Why a consultation is withdrawn."""

    raison = LineField("Raison", most=200, missing="Dites pourquoi, en une phrase.")
