"""The dossier of a project: what it says of itself, to whom, and what the portal answers.

`sheet` is what a person writes, `access` who may, `services` what happens to it. Worksheets stay
in `app.projects`: a dossier is a project with an owner, kept as long as the project is.
"""
