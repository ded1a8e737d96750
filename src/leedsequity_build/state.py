"""Files that the program keeps for itself, read as what they should be or as nothing at all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read(file: Path, shape: Mapping[str, type]) -> dict[str, Any] | None:
    """Return the JSON object that a file holds, if it has what it should have; else None.

    A file may be missing, cut short by a full disk or a power cut, edited, or a folder. None of
    these may stop a build for good, so all are the same as a file that was never written.

    Parameters
    ----------
    file
        Where it should be.
    shape
        The keys that it needs, and the type of each one's value. Others may be there, too.
    """
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):  # the last from very many brackets
        return None
    if not isinstance(content, dict):
        return None
    whole = all(isinstance(content.get(key), kind) for key, kind in shape.items())
    return content if whole else None
