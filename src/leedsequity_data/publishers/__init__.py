"""How each publisher lays out its files: one module per topic, one ``clean_<table>`` per raw table.

A ``clean_<table>`` takes the publishers' files in the order of the table's record,
``data/raw/<table>.yaml``, and returns a frame with the columns that the record describes, rows in
the order of the table. One of small areas takes ``area``, the code of an authority. A file is known
by its SHA-256 before it is read, so what is checked here is what that cannot tell: that joins lose
nothing, that parts add up to the totals beside them.
"""
