"""Requests for a partnership: asked, routed to the organisations that fit, answered, closed.

Owns needs and their matches, the threads between the two sides, the order and the waves in which
organisations are asked. It knows no page and no form; the engine that scores is `app.matching`.
"""
