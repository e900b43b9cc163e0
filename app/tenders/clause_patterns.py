"""How buyers write social clauses in French, and what looks like one and is not.

Patterns meet sentences in lower case without accents, with straight apostrophes and articles
written `l2113-13`; the participle « réservé » is kept apart from the noun « réserve »: `reserve~`.
"""

from __future__ import annotations

import re

from app.imports.text import fold


def words(pattern: str) -> re.Pattern[str]:
    """A pattern that starts and ends at the edge of a word."""
    return re.compile(rf"\b(?:{pattern})(?![a-z0-9~])", re.VERBOSE)


# Looks like insertion or reservation, and never is.
NOISE = re.compile(
    r"(?:services?\ )?penitentiaires?\ d'insertion(?:\ et\ de\ probation)?"
    r"|antennes?\ (?:locales?\ )?d'insertion\ et\ de\ probation|insertion\ et\ de\ probation"
    r"|insertion\ (?:urbaine|paysagere|architecturale|environnementale|graphique|visuelle)"
    r"|insertion\ dans\ (?:le|son)\ site"
    r"|siae\ \(salon|(?:frais|ordres?|avis|date|demandes?|annonces?)\ d'insertion"
    r"|sous\ reserve~?|sans\ reserve~?|prestations?\ reserve~e?s?\ a\ une\ profession[^.;]*"
    r"|reserve~e?s?\ a\ une\ profession[^.;]*|droits?\ reserve~s|debits?\ reserve~s?"
    r"|(?:voies?|places?|couloirs?|stationnements?)\ reserve~e?s?[^.;]*",
    re.VERBOSE,
)
PARTICIPLE = re.compile(r"réservé(?=e?s?\b)", re.IGNORECASE)
CAPITAL_PARTICIPLE = re.compile(r"\bRESERVE(?=E?S?\b)")
ARTICLE = re.compile(r"\b([lrd])\s*[.*]?\s*(\d{4})\s*[-–—‑]\s*(\d{1,2})(?:\s*[-–—‑]\s*(\d)(?!\d))?")
CITED = re.compile(r"\bl(2113-1[2-6](?:-1)?|2112-2(?:-1)?|2111-1|2152-7|311[34]-[123](?:-1)?)\b")

DISABILITY = r"""entreprises?\ adaptees?|esat|ateliers?\ proteges?
    |centres?\ d'aide\ par\ le\ travail
    |etablissements?(?:\ (?:ou|et)\ services?)?\ d'(?:aide|accompagnement)\ par\ le\ travail
    |secteur\ (?:protege|adapte)|handicap|travailleurs?\ handicapes?|emplois?\ proteges?"""
INSERTION = r"""siae|insertion\ par\ l'activite\ economique|structures?\ (?:\w+\ )?d'insertion
    |entreprises?\ d'insertion|associations?\ intermediaires?|chantiers?\ d'insertion
    |operateurs?\ d'insertion|iae|travailleurs?\ defavorises"""
SOLIDARITY = r"economie\ sociale\ et\ solidaire|entreprises?\ sociales?"
WHOM = words(rf"{DISABILITY}|{INSERTION}|{SOLIDARITY}|l2113-1[2-6](?:-1)?")
WHOM_DISABILITY, WHOM_INSERTION, WHOM_SOLIDARITY = map(words, (DISABILITY, INSERTION, SOLIDARITY))

RESERVED = re.compile(
    r"\breserve~e?s?(?![a-z])|\breservation\b(?=[^.;]{0,80}l2113-1[2-6])"
    r"|\breserver\b(?=[^.;:]{0,40}\b(?:marches?|lots?|accords?-cadres?|consultation)\b)"
)
NOT_RESERVED = re.compile(
    r"(?:n'(?:est|etant)|ne\ (?:sont|seront|sera))\ (?:pas|aucunement|plus)\ (?:\w+\ ){0,2}$"
    r"|\bnon\ -?$|\baucune?\ (?:\w+\ ){0,3}$",
    re.VERBOSE,
)
ANSWERED_NO = re.compile(r"(?:[^.;]{0,120}?[:?]\s*|\s*-?\s*)(?:non|sans objet|neant)\b")
A_PART = re.compile(
    r"(?:heures?|minimum|%|pourcent\w*|part|quota|temps|postes?|emplois?|recrutements?|actions?)\b"
    r"[^.;]{0,80}$"
)

SOME_HOURS = words(r"heures?|minimum|pourcentage|part|quota|temps")

EXECUTION = words(
    r"""clauses?\ (?:\w+\ ){0,2}(?:sociales?|d'insertion|d'inclusion|de\ promotion\ de\ l'emploi)
    |heures?\ (?:\w+\ ){0,3}(?:d'|a\ l'|en\ |pour\ l'|de\ l')insertion
    |\d[\d\ ]*\ ?(?:h|heures?)\b[^.;]{0,90}\binsertion
    |insertion[^.;]{0,60}\bheures?
    |(?:marches?|lots?|consultation|contrat|accords?-cadres?)[^.;]{0,60}\b(?:comport|conti|prevoi|inclu)
        [^.;]{0,60}\b(?:actions?|dispositifs?)\ d'insertion
    |conditions?\ (?:particulieres?\ )?d'execution[^.;]{0,120}\b
        (?:insertion|caractere\ social|domaine\ social|sociales?)
    |obligation[^.;]{0,60}d'insertion
    |actions?\ (?:obligatoires?\ )?d'insertion(?=[^.;]{0,160}\b(?:titulaire|attributaire|heures?
        |realis|engag|devra|doit|obligat|condition|clause))
    |(?:titulaire|attributaire|entreprises?)[^.;]{0,80}\b(?:s'engage|devra|doit|doivent)[^.;]{0,120}\b
        (?:actions?\ d'insertion|insertion\ (?:sociale\ et\ )?professionnelle
        |personnes?\ eloignees?\ de\ l'emploi)"""
)
NO_CLAUSE = re.compile(
    r"(?:aucune|pas\ de|sans|absence\ de|ne\ comporte(?:nt)?\ (?:pas|aucune)(?:\ de)?|ni)\ "
    r"(?:\w+\ ){0,3}$",
    re.VERBOSE,
)
SOCIAL_ARTICLE = words(r"l2112-2(?:-1)?|l3114-2(?:-1)?")
SOCIAL_WORD = words(r"insertion|socia(?:le?s?|ux)|eloignee?s?\ de\ l'emploi")
CRITERION = words(
    r"""insertion|performances?\ (?:\w+\ ){0,4}sociales?|criteres?\ socia(?:l|ux)|volet\ social
    |(?:valeur|demarche|responsabilite|qualite|dimension)\ sociale|aspects?\ sociaux
    |emploi\ de\ (?:personnes|publics)[^.;]{0,40}(?:eloigne|difficulte|handicap)\w*"""
)
SAYS_CRITERION = words(r"criteres?|ponderation|notation|sous-criteres?")
INSERTION_OBJECT = words(
    r"""plie|plans?\ (?:local|locaux)\ pour\ l'insertion|supports?\ d'activites?\ d'insertion
    |chantiers?(?:\ ecoles?)?\ d'insertion|ateliers?\ (?:et|ou)\ chantiers?\ d'insertion
    |(?:marches?|prestations?|parcours|dispositifs?)\ d'insertion
    |insertion\ (?:sociale\ et\ )?professionnelle|accompagnement[^.;]{0,80}\binsertion
    |insertion\ par\ l'activite\ economique"""
)
WEAK = words(
    r"""(?:demarches?|dimension|politique|considerations?|elements?|objectifs?)\ (?:\w+\ ){0,3}
        (?:sociales?|sociaux|caractere\ social|d'insertion)
    |structures?\ d'insertion|entreprises?\ d'insertion|siae|insertion\ par\ l'activite\ economique
    |insertion\ (?:sociale|professionnelle)|entreprises?\ adaptees?|l2113-1[2-6](?:-1)?|l2112-2-1"""
)


def prepare(sentence: str) -> str:
    """The sentence as the patterns meet it, without what only looks like a clause."""
    marked = PARTICIPLE.sub("reserve~", sentence)
    marked = CAPITAL_PARTICIPLE.sub("reserve~", marked)
    plain = fold(marked).replace("\u00a0", " ").replace("\u202f", " ")
    plain = re.sub(r"(?<=[a-z])\?(?=[a-z])", "'", plain)
    plain = ARTICLE.sub(join_article, plain)
    return NOISE.sub(" ", re.sub(r"\s+", " ", plain))


def join_article(found: re.Match[str]) -> str:
    """An article in one word: `l. 2113 – 13` is `l2113-13`."""
    letter, code, number, more = found.groups()
    return f"{letter}{code}-{number}" + (f"-{more}" if more else "")
