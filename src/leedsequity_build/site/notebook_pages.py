"""Pages."""

from collections.abc import Iterator


def files() -> Iterator[tuple[str, str | bytes]]:
    """Yield pages."""
    yield from ()
