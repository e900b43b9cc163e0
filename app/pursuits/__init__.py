"""The consultations that an organisation follows, from « à étudier » to won or lost.

A pursuit keeps its own copy of what it was told of a consultation, and finds it again by its
number: an import may amend or remove it. Knows neither pages nor forms.
"""
