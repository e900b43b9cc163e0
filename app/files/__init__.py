"""Files that people send: checked by their content, rebuilt where they are shown, kept by keys.

Knows neither who sends them nor what they are for: no framework, no database.
"""
