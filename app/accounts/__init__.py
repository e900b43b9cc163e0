"""People who sign in: who they are, how they prove it, where they are signed in.

Knows neither organisations nor pages. What a person may do in an organisation is a membership.
"""
