"""The recruitment kit: a job profile and an interview grid for those who accompany and supervise.

No pay scale is given: the old coefficients of 2011 are replaced and never shown. No candidate is
named anywhere.
"""
