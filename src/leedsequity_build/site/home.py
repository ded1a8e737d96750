"""The first page: one question, one figure, five numbers, and ways to a ward or an authority."""

from collections.abc import Iterator


def files() -> Iterator[tuple[str, str | bytes]]:
    """Yield the first page."""
    yield "index.md", "# Health inequality in Leeds\n"
