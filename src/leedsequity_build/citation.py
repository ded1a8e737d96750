"""What the project says of itself, in `CITATION.cff`."""

from typing import Any

from leedsequity import inputs, paths
from leedsequity.raw import yaml_text


def cited() -> dict[str, Any]:
    """Return what the project says of itself, and its authors' names as `by`."""
    file = paths.root() / "CITATION.cff"
    content = yaml_text.read(file)
    with inputs.reading(file):
        texts = {
            key: str(content[key]).strip() for key in ("title", "abstract", "version", "message")
        }
        return texts | {"by": [str(author["name"]) for author in content["authors"]]}
