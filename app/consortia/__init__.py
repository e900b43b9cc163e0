"""Structures that answer a consultation together: who could, then the group they make.

A consortium belongs to no organisation: it has members, each of which said yes. It keeps its own
copy of what it was told of a consultation, and the names of its members in words: the group goes on
where one of them leaves the portal. Knows neither pages nor forms.
"""
