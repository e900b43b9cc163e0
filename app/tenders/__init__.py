"""Public tenders: consultation ← notice ← lot, deadlines, life cycle, social clauses.

Owns what a notice says and what a consultation is worth today. Knows no HTTP, no form and no page;
`sources/` are pure parsers that know no database either.
"""
