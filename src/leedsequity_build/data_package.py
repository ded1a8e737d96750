"""The descriptor of a Frictionless data package, and what the cover of the workbook says."""

import hashlib
from typing import Any

from leedsequity.raw import Record
from leedsequity_build.exported_tables import MARKS, Export

NAME = "leedsequity"


def package(exports: list[Export], citation: dict[str, Any]) -> dict[str, Any]:
    """Return the descriptor as https://specs.frictionlessdata.io/tabular-data-package asks for."""
    records = _records(exports)
    licences = {record.licence: record.licence_url for record in records}
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "description": citation["abstract"],
        "version": citation["version"],
        "contributors": [{"title": name, "role": "author"} for name in citation["by"]],
        "licenses": [{"path": url, "title": title} for title, url in licences.items() if url],
        "sources": _sources(records),
        "resources": [_resource(one) for one in exports],
    }


def _resource(one: Export) -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "type": about.type,
            "description": (
                f"{about.description}. Where empty: {about.absent} {MARKS[about.absent]}"
            ),
            "unit": about.unit,
        }
        for name, about in one.columns.items()
    ]
    return {
        "profile": "tabular-data-resource",
        "name": one.table.name,
        "path": f"{one.table.name}.csv",
        "title": one.table.title,
        "description": one.table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(one.content),
        "hash": f"sha256:{hashlib.sha256(one.content).hexdigest()}",
        "sources": _sources(one.sources),
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _sources(records: list[Record]) -> list[dict[str, str]]:
    """Return publications as a descriptor has its sources; `licence` is a property of our own."""
    return [
        {"title": f"{r.publisher}: {r.title}", "licence": r.licence}
        | ({"path": r.landing_page} if r.landing_page else {})
        for r in records
    ]


def _records(exports: list[Export]) -> list[Record]:
    return list({record.name: record for one in exports for record in one.sources}.values())


def cover(exports: list[Export], citation: dict[str, Any]) -> dict[str, list[str]]:
    """Return what the cover says, by heading, besides title and contents."""
    publishers: dict[str, set[str]] = {}
    for record in _records(exports):
        publishers.setdefault(record.licence, set()).update(record.publishers)
    version, abstract = citation["version"], citation["abstract"]
    licences = [f"{'; '.join(sorted(names))}: {title}." for title, names in publishers.items()]
    return {
        "What this is": [
            f"Results of leedsequity {version}, which publishes them. {abstract}",
            "Every table stands beside this workbook as CSV, with its description in"
            " datapackage.json, and is a result of one of the project's notebooks.",
        ],
        "Licences": [
            "The tables are made from data of the publishers below, under their licences; pass the"
            " attribution on.",
            *licences,
        ],
        "How to cite": [
            f"{', '.join(citation['by'])}: {citation['title']}. Version {version}."
            f" {citation['message']}"
        ],
    }
