"""The dossier of a project holder: what the tools keep behind a private link.

Owns projects, their worksheets and earlier versions. Nobody's name is asked for; the address alone
opens a project, and only its digest is kept.
"""
