"""Dated, sourced figures that the portal team may correct without a change of code.

Today: the scale of the aid per post. A figure of the database wins over that of `content/`.
"""
