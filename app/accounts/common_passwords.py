"""What is tried first: words that French passwords are made of, folded, the longest first.

A list of ours, short on purpose: what counts is that a password be more than these words.
"""

from __future__ import annotations

WORDS = """
motdepasse mot de passe motpasse passe password passw0rd pass word secret code
azerty qwerty azertyuiop qwertyuiop qsdfgh wxcvbn asdfgh zxcvbn
bonjour bonsoir bienvenue welcome salut coucou hello merci
soleil amour jetaime jtm doudou chouchou loulou coeur princesse ange bebe maman papa famille
chocolat vanille caramel nutella fleur etoile lune liberte bonheur
marseille paris france lyon toulouse bordeaux lille nantes iledefrance bretagne
football psg olympique zidane ronaldo pokemon naruto batman superman starwars dragon
nicolas camille thomas julien alexandre caroline sandrine isabelle philippe
lundi mardi mercredi jeudi vendredi samedi dimanche
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
printemps ete automne hiver
iloveyou letmein monkey sunshine football master shadow login changeme
admin administrateur administrator root user utilisateur invite test demo compte
maillage portail insertion iae siae inclusion emploi entreprise association
ordinateur internet google facebook orange free sfr
"""
COMMON = tuple(sorted(set(WORDS.split()), key=lambda word: (-len(word), word)))
