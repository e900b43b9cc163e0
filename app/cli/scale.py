"""flask scale …: the aid per post, dated and sourced, until the team has its desk."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

import click

from app import clock
from app.cli.groups import PortalGroup
from app.errors import PortalError
from app.extensions import db
from app.facts import scale as rates
from app.matching.kinds import SiaeKind
from app.toolkit.budget.scale import AidRate
from app.toolkit.sources import RELIABILITIES, Reliability

cli = PortalGroup("scale", help="Le barème de l’aide au poste : lister, saisir, retirer.")
KINDS = click.Choice([kind.value for kind in SiaeKind if kind.is_siae])
DAY = click.DateTime(["%Y-%m-%d"])


@cli.command("list")
@click.option("--kind", type=KINDS, help="Un seul type de structure.")
def list_rates(kind: str | None) -> None:
    """Liste les montants connus, par type puis par date ; le dernier connu est marqué."""
    scale = rates.load_aid_scale(db.session())
    today = clock.today()
    for rate in scale.rates:
        if kind and rate.kind.value != kind:
            continue
        mark = " ← dernière valeur connue" if scale.latest(rate.kind, today) is rate else ""
        click.echo(
            f"{rate.kind.value:<5} {rate.starts_on:%d/%m/%Y} {rate.amount:>12} €  "
            f"{rate.source} ({rate.published}){mark}"
        )


@cli.command("set")
@click.argument("kind", metavar="TYPE", type=KINDS)
@click.argument("starts_on", metavar="DATE", type=DAY)
@click.argument("amount", metavar="MONTANT")
@click.option("--source", required=True, help="D’où vient le montant, en toutes lettres.")
@click.option("--url", default="", help="L’adresse de la source.")
@click.option("--published", default="", help="La date de la source, en toutes lettres.")
@click.option("--reliability", type=click.Choice(list(RELIABILITIES)), default="press")
@click.option("--note", default="", help="Une réserve à afficher.")
def set_rate(
    kind: str, starts_on: datetime, amount: str, reliability: Reliability, **words: str
) -> None:
    """Saisit le montant annuel d’un poste à temps plein, à partir d’une date."""
    try:
        value = Decimal(amount.replace(",", ".").replace(" ", ""))
        rate = AidRate(
            kind=SiaeKind(kind),
            starts_on=starts_on.date(),
            amount=value,
            reliability=reliability,
            **words,
        )
        rates.set_aid_rate(db.session(), rate, clock.now())
    except InvalidOperation as error:
        raise click.ClickException(f"« {amount} » n’est pas un montant.") from error
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{kind} : {value} € par an à partir du {starts_on:%d/%m/%Y}")


@cli.command("forget")
@click.argument("kind", metavar="TYPE", type=KINDS)
@click.argument("starts_on", metavar="DATE", type=DAY)
def forget_rate(kind: str, starts_on: datetime) -> None:
    """Retire un montant saisi ; celui du fichier, s’il y en a un, vaut de nouveau."""
    if not rates.forget_aid_rate(db.session(), SiaeKind(kind), starts_on.date()):
        raise click.ClickException("Aucun montant saisi pour ce type et cette date.")
    db.session.commit()
    click.echo(f"{kind} : montant du {starts_on:%d/%m/%Y} retiré")
