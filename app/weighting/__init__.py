"""The weights of the grids that the portal team changed: versions, who made them and why.

It knows grids and people; what the weights change for lots and requests is told above.
"""
