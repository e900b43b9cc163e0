"""The budget of a structure over three years: inputs, months, years, scenarios, workbook.

Every amount is a `Decimal` of euros, excluding taxes; each monthly line is rounded to the cent, and
a year is the sum of its months.
"""
