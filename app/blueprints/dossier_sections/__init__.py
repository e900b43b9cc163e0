"""The parts of the page of a project: a module with its `SECTION`, one line in `registry`."""
