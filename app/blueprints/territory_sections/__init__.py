"""The parts of the sheet of a territory: a module with its `SECTION`, one line in `registry`."""
