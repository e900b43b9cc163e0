"""Who changed what, when: an append-only history of the sheets that people and imports edit."""
