"""The build tool: what is out of date, run, recorded, explained, exported; the command line."""
