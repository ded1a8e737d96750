"""How each publisher lays out its files: one module per topic, one ``clean_<table>`` per raw table.

A ``clean_<table>`` takes the upstream files in the order of the table's record and returns the
table: its frame is built from empty, column by column, so that no unknown column leaks through.
"""
