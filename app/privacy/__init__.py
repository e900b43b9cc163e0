"""What the portal keeps of people: the register of it, and what each one may take away."""
