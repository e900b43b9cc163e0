"""The dashboard of the member space: one module with its `BLOCK` a part, one line in `registry`."""
