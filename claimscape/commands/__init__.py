"""The commands of the command line, a file a group; each file adds its own to the parser."""
