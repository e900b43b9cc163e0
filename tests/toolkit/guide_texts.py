"""Guides written for the tests."""

from pathlib import Path

HEAD = {
    "title": "Ouvrir un chantier",
    "summary": "Les étapes pour ouvrir un chantier.",
    "section": "types",
    "order": "10",
    "status": "in_force",
    "verified_on": "2026-02-03",
    "owner": "Équipe de test",
    "siae_kinds": "[ACI]",
    "audiences": "[porteur de projet]",
    "territories": "[]",
    "stages": "[idee]",
    "tools": "[budget]",
    "actors": "[service-iae]",
    "schemes": "[]",
    "sectors": "[]",
    "sources": "[{id: code, title: Un texte, url: 'https://example.org/', date: 2026-01-02}]",
}


def write_guide(
    folder: Path, name: str, body: str = "Du texte[^code].", **head: str | None
) -> Path:
    """A guide's file; a key given as None is left out of its front matter."""
    keys = {**HEAD, **head}
    lines = [f"{key}: {value}" for key, value in keys.items() if value is not None]
    path = folder / f"{name}.md"
    path.write_text("\n".join(["---", *lines, "---", "", body]), encoding="utf-8")
    return path
