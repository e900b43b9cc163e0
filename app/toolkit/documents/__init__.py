"""Documents to download and fill in, each written from one file of `content/documents/`."""
