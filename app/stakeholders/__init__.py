"""The sheets of the institutions, networks and schemes: who does what, where, at which stage."""
