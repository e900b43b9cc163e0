"""What waits for the portal team: sheets proposed by visitors, changes proposed by imports.

Knows neither what a proposal means nor what accepting it does: `app.moderation` does.
"""
