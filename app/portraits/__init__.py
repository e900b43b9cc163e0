"""What the portal knows of a territory, as plain values: supply, demand, figures compared.

Reads the other domains and stores nothing.
"""
