"""The layers of the map: one module with its `SOURCE` each, one line in `registry.LAYERS`."""
