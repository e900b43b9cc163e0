"""What is near a project, said to its holder and to the portal team: to be talked about.

The rule is `app.siting.proximity`. `search` keeps the signals, `moves` their states, `agreeing`
what lets two holders meet, `telling` the letters. A holder is never named before both agreed.
"""
