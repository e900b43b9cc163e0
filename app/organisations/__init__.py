"""Legal bodies: one establishment, one SIRET. Knows nothing of what it does in the IAE."""
