"""« Mes données »: everything the portal keeps of one person, and nothing of another."""
