"""The worksheets of needs and of market: what a person found, beside what the portal knows."""
