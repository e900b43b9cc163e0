"""The whole portal in one file, and back: rows of every table, files of the instance.

`snapshot` reads the database at one instant, `rows` writes a table so that both engines read it,
`archive` seals and opens the file, `instance_files` says what is kept beside the database,
`restoring` puts it all back, or nothing of it.
"""
