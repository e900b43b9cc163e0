"""The words of social inclusion: acronyms, terms, former names, and expressions that mean the same.

It owns `content/glossary.yaml` and what can be asked of it; it knows nothing of search or pages.
"""

from app.glossary.glossary import (
    DEFAULT_PATH,
    Glossary,
    Term,
    TermKind,
    equivalences,
    get,
    load_glossary,
    terms,
)

__all__ = [
    "DEFAULT_PATH",
    "Glossary",
    "Term",
    "TermKind",
    "equivalences",
    "get",
    "load_glossary",
    "terms",
]
