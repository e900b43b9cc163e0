"""The form of the decision tree: a field for each question, of which one page shows one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.forms.fields import ChoiceField, LineField
from app.forms.tool_form import ToolForm
from app.toolkit.decision.tree import Decision, Tree, walk

MISSING = "Choisissez une réponse pour continuer."
CONTINUE = "calculer"


class DecisionForm(ToolForm):
    """The answers so far; `follow` gives the choices and walks the tree.

    A field is named after its question: `app.toolkit.decision` knows no form, so a test compares
    the two lists. `asked` is the question that the page showed, `action` the button.
    """

    purpose = ChoiceField("purpose")
    disability = ChoiceField("disability")
    contract = ChoiceField("contract")
    existing = ChoiceField("existing")
    place = ChoiceField("place")
    placement = ChoiceField("placement")
    ai_holder = ChoiceField("ai-holder", name="ai-holder")
    exclusive = ChoiceField("exclusive")
    production = ChoiceField("production")
    aci_holder = ChoiceField("aci-holder", name="aci-holder")
    other_holder = ChoiceField("other-holder", name="other-holder")
    sales = ChoiceField("sales")
    need = ChoiceField("need")
    asked = LineField("asked")
    action = LineField("action")

    decision: Decision
    tree: Tree
    readings: tuple[tuple[str, str], ...] = ()

    def follow(self, tree: Tree) -> None:
        """Give each question its choices, and follow the answers as far as they lead."""
        self.tree = tree
        fields = self.by_question
        for question in tree.questions:
            field = fields[question.key]
            field.label.text = question.text
            field.choices = [(answer.key, answer.label) for answer in question.answers]
        answers = {key: str(field.data or "") for key, field in fields.items()}
        self.decision = walk(tree, answers)

    @property
    def by_question(self) -> dict[str, ChoiceField]:
        """The field of each question, by its key."""
        return {field.name: field for field in self if isinstance(field, ChoiceField)}

    @property
    def current(self) -> ChoiceField | None:
        """The field of the question that is to be answered now."""
        question = self.decision.question
        return self.by_question[question.key] if question else None

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Refuse to go on where the question shown got no answer."""
        is_valid = bool(super().validate(extra_validators))
        field = self.current
        if field is None or field.errors or self.action.data != CONTINUE:
            return is_valid
        if self.asked.data == field.name:
            field.errors = (MISSING,)
            return False
        return is_valid
