"""Maillage, le portail IAE d'Île-de-France.

`app.factory.create_app` puts it together; nothing is imported here, so that the pure core can be
used without the framework.
"""
