"""The raw tables: their records, the checker that reads a record, and the loader.

The only room that opens a raw file. Importing this package imports no pandas, so that the records
can be used before anything heavy is loaded.
"""

from leedsequity.raw.described import catalogue, describe
from leedsequity.raw.inventory import fields, names, record, records, verify
from leedsequity.raw.load import load, reads, selected_by
from leedsequity.raw.long_form import long
from leedsequity.raw.records import Record

__all__ = [
    "Record",
    "catalogue",
    "describe",
    "fields",
    "load",
    "long",
    "names",
    "reads",
    "record",
    "records",
    "selected_by",
    "verify",
]
