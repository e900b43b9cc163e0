"""Who fits what, and why: hard rules, then a score made of named parts.

One engine for every pair of a need and an organisation. It sees frozen values only: no database, no
page, and never a person.
"""
