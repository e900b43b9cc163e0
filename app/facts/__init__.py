"""Dated, sourced figures that the portal team may correct without a change of code.

The figures of the measures (`services`), and the scale of the aid per post (`scale`), where what is
in the database wins over `content/`.
"""
