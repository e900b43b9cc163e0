"""How buyers write social clauses in French, and what looks like one and is not.

Patterns meet sentences in lower case without accents, with straight apostrophes and articles
written `l2113-13`; the participle « réservé » is kept apart from the noun « réserve »: `reserve~`.
Every repetition is bounded, so that reading stays linear on hostile texts.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

from app.imports.text import fold


def words(pattern: str) -> re.Pattern[str]:
    """A pattern that starts and ends at the edge of a word."""
    return re.compile(rf"\b(?:{pattern})(?![a-z0-9~])", re.VERBOSE)


LONGEST_SENTENCE = 2_000  # characters; what is longer is cut between words
SENTENCE_END = re.compile(
    r"(?<=[.!?;])(?<!\b[LRDM]\.)(?<!\b[Aa]rt\.)[^\S\n]+(?=[A-ZÀ-Ý«•(–-])"
    r"|(?<=[a-zà-ÿ0-9)]{2}[.;])(?=[A-ZÀ-Ý][a-zà-ÿ'’])"  # a lost line break: « CCAP.Le titulaire »
    r"|(?<=[.!?:;])\n+|\n+(?![a-zà-ÿ(\s])"
)
NUMBERED = re.compile(r"\b1\s?[°)]")
ITEM = re.compile(r"\s*(?:\d{1,2}\s?[°).]|[-–•*]|[a-e]\))")

# A sentence without any of these stems is not read: cheap, on the text as it was written.
MAY_SPEAK = re.compile(
    r"insertion|inclusion|[eé;\u0301]serv[eéE&]|RESERV|socia|2112|2113|311[34]|esat\b|siae"
    r"|handicap|adapt|prot[eé]g|[eé]loign|difficult|\bplie\b",
    re.IGNORECASE,
)

# Looks like insertion or reservation, and never is.
NOISE = re.compile(
    r"(?:services?\ )?penitentiaires?\ d'insertion(?:\ et\ de\ probation)?"
    r"|antennes?\ (?:locales?\ )?d'insertion\ et\ de\ probation|insertion\ et\ de\ probation"
    r"|insertion\ (?:urbaine|paysagere|architecturale|environnementale|graphique|visuelle)"
    r"|insertion\ (?:au|dans)\ (?:(?:le|la|son|sa|un|une|les|leur|l')\ ?)?(?:\w+\ ){0,2}(?:sites?"
    r"|environnement|paysage|tissu|quartier|boamp|joue|jal|journal|journaux|presse|bulletin)\b"
    r"|insertion\ (?:d'|de\ |des\ |du\ )(?:une?\ |la\ |l')?"
    r"(?:annonces?|publicites?|avis|encarts?|logos?|textes?|clauses?|images?|liens?)\b"
    r"|siae\ \(salon|(?:frais|ordres?|avis|date|delais?|demandes?|annonces?)\ d'insertion"
    r"|sous\ reserve~?|sans\ reserve~?|droits?\ reserve~s|debits?\ reserve~s?"
    r"|reserve~e?s?\ a\ une\ profession[^.;]{0,200}"
    r"|(?:voies?|places?|couloirs?|stationnements?|parkings?|sanitaires?|toilettes|locaux|local)"
    r"\ (?:\w+\ ){0,3}reserve~e?s?\b[^.;]{0,200}",
    re.VERBOSE,
)
PARTICIPLE = re.compile(r"(?i:réservé)(?=(?i:e?s?)\b)|\bR[EÉ]SERVE(?=E?S?\b)")
BARE_PARTICIPLE = re.compile(  # « marche reserve aux », in a text typed without accents
    r"\b((?:marche|lot|contrat|accord-cadre|consultation)s?(?:\ (?:est|sont))?\ )"
    r"reserve(?=e?s?\ (?:a|aux)\b)",
    re.VERBOSE,
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
LOST_APOSTROPHE = re.compile(
    r"\b([dl])\??(?=(?:insertion|inclusion|activite|article|aide\ par|accompagnement\ par)\b)",
    re.VERBOSE,
)
ARTICLE = re.compile(r"\b([lrd])\s?[.*]?\s?(\d{4})\s?-\s?(\d{1,2})(?:\s?-\s?(\d)(?!\d))?\b")
BARE_ARTICLE = re.compile(r"(?<=article )(?=\d{4}-\d)")
CITED = re.compile(r"\bl(2113-1[2-6](?:-1)?|2112-2(?:-1)?|2111-1|2152-7|311[34]-[123](?:-1)?)\b")
RANGE = re.compile(r"\bl2113-(1[2-6])\s?(?:a|au)\s?(?:l2113-|-)?(1[2-6])\b")
AND_MORE = re.compile(
    r"\bl2113-1[2-6]((?:\s?(?:,|et|ou|/)\s?-?1[2-6]\b"
    r"(?!-?\d|\s?(?:h|heures?|%|mois|jours?|lots?|€))){1,4})"
)
AND_FOLLOWING = re.compile(r"\bl2113-1[2-6] et (?:les )?(?:articles? )?(?:suivants?|s\.)")

ADAPTED_BODIES = r"""entreprises?\ adaptees?|(?<!de\ l')(?<!d'un\ )(?<!du\ )esat
    |ateliers?\ proteges?|ea\ (?:et|ou|/)|(?:et|ou|/)\ ea
    |centres?\ d'aide\ par\ le\ travail|l5213-13|l344-2
    |etablissements?(?:\ (?:ou|et)\ (?:de\ )?services?)?
        \ d'(?:aide|accompagnement)\ par\ le\ travail
    |secteur\ (?:du\ travail\ )?(?:protege|adapte)"""
DISABLED = r"""handicap|(?:travailleurs?|personnes?|salaries?|public)\ handicape?e?s?
    |emplois?\ proteges?"""
INSERTION_BODIES = r"""siae|insertion\ par\ l'activite\ economique|iae|l5132-4
    |(?:structures?|entreprises?|operateurs?|acteurs?|organismes?)\ (?:\w+\ ){0,2}d'insertion
    |associations?\ intermediaires?|(?:ateliers?\ (?:et|ou)\ )?chantiers?\ d'insertion"""
DISADVANTAGED = r"(?:travailleurs?|personnes?|publics?|et|ou)\ defavorises?"
SOLIDARITY = r"economie\ sociale\ et\ solidaire|entreprises?\ sociales?|ess"
BODIES = words(rf"{ADAPTED_BODIES}|{INSERTION_BODIES}|{SOLIDARITY}")
WHOM_CITED = words(
    r"l(?:2113-1[2-6](?:-1)?|3113-[123])|article\ 15\ du\ (?:cmp|code\ des\ marches)"
)
WHOM = words(
    rf"{ADAPTED_BODIES}|{DISABLED}|{INSERTION_BODIES}|{DISADVANTAGED}|{SOLIDARITY}"
    r"|l(?:2113-1[2-6](?:-1)?|3113-[123])|article\ 15\ du\ (?:cmp|code\ des\ marches)"
)
IMPLIED_BY_BODIES = (
    ("L2113-12", words(ADAPTED_BODIES)),
    ("L2113-13", words(INSERTION_BODIES)),
    ("L2113-15", words(SOLIDARITY)),
)
COVERED_BY = {"L2113-14": {"L2113-12", "L2113-13"}, "L2113-16": {"L2113-15"}}
IMPLIED_BY_PEOPLE = (("L2113-12", words(DISABLED)), ("L2113-13", words(DISADVANTAGED)))

RESERVED = re.compile(
    r"\breserve~e?s?(?![a-z])|\breservation\b(?=[^.;]{0,80}l(?:2113-1[2-6]|3113-[123]))"
    r"|\breserver\b(?=[^.;:]{0,40}\b(?:marches?|lots?|accords?-cadres?|consultation)\b)"
)
SUBJECT = words(
    r"""marches?|lots?|accords?-cadres?|consultations?|contrats?|procedures?|prestations?
    |participations?|appels?\ d'offres|concessions?|candidatures?|operations?|execution|achats?"""
)
BEGINS = re.compile(r"(?:^|[-:(,*•>])\s*$")
BARE_RESERVED = re.compile(
    r"\W*(?:ce |le present |present )?(?:marche|lot)(?: n?[o°]? ?\d+)?(?: est)?"
    r" reserve~\W*(?:oui\W*)?"
)
# « pas », then a few words of the same clause: not « pas alloti et réservé ».
FEW_WORDS = (
    r"(?:(?!et\b|mais\b|il\b|elle\b|qui\b|donc\b|derog|refus|modifi|respect|dispens|autoris|exoner"
    r"|prejudice|opposer|soustr|seulement|uniquement)[\w'/]+[ -]){0,5}$"
)
DENIED_BEFORE = re.compile(
    r"\b(?:(?:pas|(?:est|sont|sera|seront) plus|ni|aucune?|aucunement|nullement|jamais|sans"
    rf"|absence)[ -]{FEW_WORDS}|non[ -]+$)"
)
DENIED_INSIDE = re.compile(r"\b(?:n'|ne )(?!respect)\w+ (?:pas|aucune?|plus)\b")
DENIED_AFTER = re.compile(
    r"(?:[^.;,:]{0,60}\s)?(?:n'(?:est|a|ont|etait|y)|ne (?:s'applique\w*|sera|seront|sont|fait"
    r"|concerne\w*)) (?:\w+ )?(?:pas|aucune?ment|aucun|plus|prevue?s?|exigee?s?|requise?s?)\b"
)
ANSWERED_NO = re.compile(
    r"(?:(?P<label>[^.;]{0,120}?)[:?]\s*|\s*-?\s*)(?:non|sans objet|neant|aucune?)\b"
)
A_PART = re.compile(
    r"(?:\bheures?|\bminimum|%|\bpourcent\w*|\b(?:une|la) part|\bquota|\btemps de travail"
    r"|\bpostes? de travail|\bemplois|\brecrutements?|\bactions?)\b[^.;]{0,80}$"
)
SOME_HOURS = words(r"heures?|minimum|pourcentage|part|quota|temps")

PEOPLE = r"(?:personnes?|publics?|demandeurs?|beneficiaires?|salaries?)"
EXECUTION = words(
    rf"""clauses?\ (?:\w+\ ){{0,2}}
        (?:sociales?|d'insertion|d'inclusion|d'aide\ a\ l'insertion|de\ promotion\ de\ l'emploi)
    |heures?\ (?:\w+\ ){{0,3}}(?:d'|a\ l'|en\ |pour\ l'|de\ l')insertion
    |\d\ ?(?:h|heures?)\b[^.;]{{0,90}}\b(?:d'|a\ l'|en\ |pour\ l'|de\ l'|par\ l')insertion
    |insertion[^.;]{{0,60}}\b(?:\d|(?:part|nombre|minimum|quota)\b[^.;]{{0,30}})\ ?heures?
    |(?:marches?|lots?|consultation|contrat|accords?-cadres?)[^.;]{{0,60}}
        \b(?:comport|conti|prevoi|inclu)[^.;]{{0,60}}\b(?:actions?|dispositifs?)\ d'insertion
    |conditions?\ (?:particulieres?\ )?d'execution[^.;]{{0,120}}\b
        (?:insertion|caractere\ social|domaine\ social|sociales?)
    |obligation[^.;]{{0,60}}d'insertion
    |actions?\ (?:obligatoires?\ )?d'insertion(?=[^.;]{{0,160}}\b(?:titulaire|attributaire|heures?
        |realis|engag|devra|doit|obligat|condition|clause))
    |promouvoir\ l'emploi\ d[e']\s?{PEOPLE}[^.;]{{0,60}}\b(?:difficultes?|eloignee?s?)
    |(?:titulaires?|attributaires?|entreprises?|societes?|prestataires?)\b[^.;]{{0,80}}
        \b(?:s'engage(?:nt)?|devra|devront|doit|doivent|demande|tenue?s?)\b[^.;]{{0,120}}\b
        (?:actions?\ d'insertion|insertion\ (?:sociale\ et\ )?professionnelle
        |personnes?\ eloignees?\ de\ l'emploi)
    |demande\ [^.;]{{0,60}}\b(?:titulaires?|attributaires?|entreprises?|societes?|prestataires?)\b
        [^.;]{{0,80}}\bactions?\ d'insertion"""
)
SOCIAL_ARTICLE = words(r"l2112-2(?:-1)?|l3114-2(?:-1)?")
SOCIAL_WORD = words(r"insertion|socia(?:le?s?|ux)|eloignee?s?\ de\ l'emploi")
RESERVING_ARTICLE = words(r"l(?:2113-1[2-6](?:-1)?|3113-[123])")
CRITERION = words(
    r"""insertion(?!\ (?:paysagere|urbaine|architecturale|sur\ |dans\ |au\ sein\ ))
    |performances?\ (?:\w+\ ){0,4}sociales?|criteres?\ socia(?:l|ux)|volet\ social
    |(?:valeur|demarche|responsabilite|qualite|dimension|clause)\ sociale|aspects?\ sociaux
    |emploi\ de\ (?:personnes|publics)[^.;]{0,40}(?:eloigne|difficulte|handicap)\w*"""
)
SAYS_CRITERION = words(r"criteres?|ponderation|notation|sous-criteres?")
WEIGHT = re.compile(r"\b\d{1,3}(?:,\d+)? ?(?:%|pts?\b|points?\b)|pondere")
INSERTION_OBJECT = words(
    r"""plie|plans?\ (?:local|locaux)\ (?:pour\ l'|d')insertion
    |chantiers?(?:\ ecoles?)?\ d'insertion
    |(?:marches?|prestations?|parcours|dispositifs?|fonds|structures?|offres?)\ d'insertion
    |insertion\ (?:sociale\ et\ )?professionnelle|accompagnement[^.;]{0,80}\binsertion
    |(?:personnes|salaries|publics)[^.;]{0,40}\ en\ insertion|insertion\ des\ personnes
    |insertion\ par\ l'activite\ economique"""
)
SUPPORT_OBJECT = words(r"supports?\ d'activites?\ d'insertion|supports?\ d'insertion")
WEAK = words(
    r"""(?:demarches?|dimension|considerations?|elements?|objectifs?|criteres?)
        \ (?:\w+\ ){0,3}(?:sociales?|sociaux|caractere\ social|d'insertion)
    |politique\ d'insertion
    |structures?\ d'insertion|entreprises?\ d'insertion|siae|insertion\ par\ l'activite\ economique
    |insertion\ (?:sociale|professionnelle)|entreprises?\ adaptees?|actions?\ d'insertion
    |l2113-1[2-6](?:-1)?|l2112-2-1|l3113-[123]"""
)


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text; an endless one is cut, between words where it can be."""
    for sentence in SENTENCE_END.split(text):
        left = sentence.strip()
        while len(left) > LONGEST_SENTENCE:
            end = left.rfind(" ", 1, LONGEST_SENTENCE)
            end = LONGEST_SENTENCE if end < 0 else end
            yield left[:end]
            left = left[end:].lstrip()
        if left:
            yield left


def what_follows(sentences: list[str], position: int) -> str:
    """What completes a sentence: the items of the list it opens, else the start of the next one."""
    following = sentences[position + 1 : position + 5]
    items = [item[:300] for item in following if ITEM.match(item)]
    if NUMBERED.search(sentences[position]) or (following and ITEM.match(following[0])):
        return " ".join(items)
    return following[0][:200] if following else ""


def prepare(sentence: str) -> str:
    """The sentence as the patterns meet it, without what only looks like a clause."""
    text = unicodedata.normalize("NFKC", html.unescape(html.unescape(sentence)))
    text = GLUED.sub(" ", text.translate(DASHES))
    plain = " ".join(fold(PARTICIPLE.sub("reserve~", text)).split())
    plain = re.sub(r"(?<=[a-z])\?(?=[a-z])", "'", plain)
    plain = LOST_APOSTROPHE.sub(r"\1'", plain)
    plain = BARE_PARTICIPLE.sub(r"\1reserve~", plain)
    plain = ARTICLE.sub(join_article, BARE_ARTICLE.sub("l", plain))
    return NOISE.sub(" ", plain)


def join_article(found: re.Match[str]) -> str:
    """An article in one word: `l. 2113 - 13` is `l2113-13`."""
    letter, code, number, more = found.groups()
    return f"{letter}{code}-{number}" + (f"-{more}" if more else "")


def spread(plain: str) -> str:
    """The sentence with its lists of articles in full: « l2113-12 à 14 » names three of them."""
    plain = RANGE.sub(lambda m: name_articles(range(int(m[1]), int(m[2]) + 1)), plain)
    return AND_MORE.sub(lambda m: name_articles(map(int, re.findall(r"\b1[2-6]\b", m[0]))), plain)


def name_articles(last_numbers: Iterable[int]) -> str:
    """Articles of the section on reservations, by their last number."""
    return ", ".join(f"l2113-{number}" for number in last_numbers)


def cited_articles(plain: str) -> list[str]:
    """The articles of the code de la commande publique that a sentence cites, in its order."""
    return list(dict.fromkeys(f"L{number}" for number in CITED.findall(spread(plain))))


def implied_articles(plain: str) -> list[str]:
    """The articles of a reservation that its words imply: bodies, else the people employed."""
    for table in (IMPLIED_BY_BODIES, IMPLIED_BY_PEOPLE):
        if implied := [article for article, pattern in table if pattern.search(plain)]:
            return implied
    return []


def reserved_articles(plain: str) -> str:
    """The articles of a reservation: those cited, those its words imply, or both.

    Words and articles that contradict each other are joined by « ou »: it is for people to check.
    A list left open (« et suivants ») is closed by the words, or left open.
    """
    cited = [a for a in cited_articles(plain) if RESERVING_ARTICLE.fullmatch(a.lower())]
    implied = implied_articles(plain)
    if not cited:
        return ", ".join(implied)
    every = sorted({*cited, *implied})
    if AND_FOLLOWING.search(plain):
        return ", ".join(every) if implied else f"{', '.join(cited)} et suivants"
    unsaid = set(implied) - COVERED_BY.get(cited[0], set()) - set(cited)
    if not unsaid or any(a.startswith(("L3113", "L2113-13-1")) for a in cited):
        return ", ".join(cited)
    return (", " if set(implied) & set(cited) else " ou ").join(every)


def other_articles(plain: str, founding: str) -> str:
    """The articles cited, reservations aside; where none is, the one that founds that clause."""
    cited = [a for a in cited_articles(plain) if not RESERVING_ARTICLE.fullmatch(a.lower())]
    return ", ".join(cited) or founding
