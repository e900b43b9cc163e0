"""The funding plan: what a project needs, who may pay, what is missing and when to ask.

Owns the totals, the alerts on schemes that do not go together, and the files. Amounts are
`Decimal` euros. Knows neither the form nor the database.
"""
