"""The files of the command line: CSV in, a directory of results out, and that directory again."""
