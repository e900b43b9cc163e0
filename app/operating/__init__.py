"""What the portal says of its own state, to machines and to the people who keep it running."""
