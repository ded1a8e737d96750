"""Which results are exported, and what their columns hold, as `export.yaml` says.

`{area}` in it is the place's name.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from leedsequity.raw import Record
from leedsequity_build.workbook import Column


@dataclass(frozen=True)
class Table:
    """A result that is exported; its attributes are described in `export.yaml`."""

    sheet: str
    notebook: str
    table: str
    title: str
    description: str
    alike: str = ""
    record: str = ""
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the table in the data package and of its file."""
        return self.sheet.lower().replace(" ", "-")

    def of(self, area: str) -> "Table":
        """Return it with the name of a place where its words have `{area}`."""
        columns = {
            name: about._replace(description=about.description.replace("{area}", area))
            for name, about in self.columns.items()
        }
        title, description = (
            text.replace("{area}", area) for text in (self.title, self.description)
        )
        return replace(self, title=title, description=description, columns=columns)


@dataclass(frozen=True)
class Export:
    """A table with its bytes, its columns in order, and the raw tables that it was made from."""

    table: Table
    content: bytes
    columns: dict[str, Column]
    sources: list[Record]


def _columns(described: dict[str, str]) -> dict[str, Column]:
    return {name: Column(*text.split(" | ")) for name, text in described.items()}


_DESCRIBED = yaml.safe_load(Path(__file__).with_name("export.yaml").read_text(encoding="utf-8"))
#: What stands in the workbook where a table has no value, and its meaning.
MARKS: dict[str, str] = _DESCRIBED["marks"]
#: Columns that mean the same in every table that has them and says nothing else.
COMMON = _columns(_DESCRIBED["columns"])
TABLES = [
    Table(**one | {"columns": _columns(one.get("columns", {}))}) for one in _DESCRIBED["tables"]
]


def label(name: str) -> str:
    """Return the name of a column in the words of `labels`."""
    return " ".join(_DESCRIBED["labels"].get(word, word) for word in name.split("_"))
