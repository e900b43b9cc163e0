"""The toolbox: stages, tools that compute and remember, documents to download.

`registry.TOOLS` lists the tools; adding one is a module here and a line there.
"""
