"""flask api …: the contract of the open data, kept in the repository."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app.blueprints.api.openapi import write_document
from config import ROOT

CONTRACT = ROOT / "docs" / "api" / "openapi.json"
cli = AppGroup("api", help="Les données ouvertes : le contrat de l’API.")


@cli.command("contract")
@click.option("--write", is_flag=True, help="Réécrit docs/api/openapi.json.")
def contract(*, write: bool) -> None:
    """Dit si le contrat publié est celui du code, ou le réécrit."""
    text = write_document()
    if write:
        CONTRACT.parent.mkdir(parents=True, exist_ok=True)
        CONTRACT.write_text(text, encoding="utf-8")
        click.echo(f"{CONTRACT.relative_to(ROOT)} : réécrit")
        return
    if read_contract(CONTRACT) != text:
        message = "Le contrat a changé : relisez-le, puis « flask api contract --write »."
        raise click.ClickException(message)
    click.echo("Le contrat est celui du code.")


def read_contract(file: Path) -> str:
    """The contract that is kept, empty where there is none."""
    return file.read_text(encoding="utf-8") if file.is_file() else ""
