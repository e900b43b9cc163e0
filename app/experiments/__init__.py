"""Experiments that the IAE of the region may join: one file of `content/experiments/` each.

Owns what an experiment is, whom and what it is for, its legal status on a day, the matrix of what
experiments have in common, and each as a document. Knows neither the web nor the database.
"""
