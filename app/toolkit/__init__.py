"""The toolbox of people who set up a structure: today the guides of `content/guides/`.

It turns files written by the team into checked records; it knows neither pages nor database.
"""
