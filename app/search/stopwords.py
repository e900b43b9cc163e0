"""The French words that say nothing, without accents.

A general list would hold `ai`, `ei`, `ce` or `as`: here `ai`, `ei`, `pe`, `ft`, `ea` are acronyms
that people look for, and stay. Those of `ACRONYMS_TOO` are empty words in a sentence and acronyms
in capitals or on their own: « CE » is Cap emploi.
"""

_STOP_WORDS = """
a afin alors apres au aucun aucune aupres aussi autre autres aux avant avec avez avoir avons
ayant c car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez ci comme
comment d dans de depuis des deux doit doivent donc dont du durant elle elles en encore entre es
est et etaient etait etant etc ete etes etre eux font hors ici il ils j je jusque l la laquelle
le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me meme memes mes moi
moins mon n ne ni non nos notamment notre nous on ont or ou par parmi pas peut peuvent plus pour
pourquoi puis puisque qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera
seront ses si sien soi soit son sont sous sur t ta te tel telle telles tels tes toi ton tous
tout toute toutes tres tu un une vers via voir vos votre vous y
"""
_ELISIONS = "c d j jusqu l lorsqu m n puisqu qu quoiqu s t"

STOP_WORDS = frozenset(_STOP_WORDS.split())

ACRONYMS_TOO = frozenset({"ce", "es", "or", "son", "sera"})

ELISIONS = frozenset(_ELISIONS.split())
