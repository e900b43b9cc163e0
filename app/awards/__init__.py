"""Contracts awarded (DECP): their parsers, how they are kept and what is asked of them.

A contract is one award whatever the number of times it is published: its buyer's SIRET and the
number the buyer gave it say which. Source: « données essentielles de la commande publique », in the
formats of the arrêtés of 22 March 2019 and 22 December 2022, as files or as exported tables.
"""
