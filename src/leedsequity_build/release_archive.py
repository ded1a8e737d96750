"""A release: one archive of what is committed and of the site, described as an RO-Crate.

The archive's bytes depend on the commit alone. Beside it stands its SHA-256; inside it is the list
of its files with theirs, as `sha256sum --check` reads it.
"""

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity_build import crate, temporary_folder
from leedsequity_build.citation import cited
from leedsequity_build.site import builder

CHECKSUMS = "checksums.txt"
_EXECUTABLE, _PLAIN = 0o100755, 0o100644
_SHOWN = 5


def release(folder: Path) -> list[Path]:
    """Write `leedsequity-<version>.zip` and its SHA-256.

    The archive holds all that is committed (source, raw data, results, executed notebooks), the
    site under `site/`, `ro-crate-metadata.json` and `checksums.txt`.

    Parameters
    ----------
    folder : Path
        Where to; files of these names are replaced.

    Returns
    -------
    list of Path
        The archive, and the file with its SHA-256 (`sha256sum --check` reads it).

    Raises
    ------
    InputError
        If this is no clone, something in it is not committed, a result is not as recorded, or the
        site cannot be made. Earlier files are whole then.
    """
    if changed := _git("status", "--porcelain").splitlines():
        shown = ", ".join(line[3:] for line in changed[:_SHOWN])
        more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
        raise InputError(f"not committed: {shown}{more}: commit them, or put them aside")
    root = paths.root()
    modes = {
        line.partition("\t")[2]: _EXECUTABLE if line.startswith("100755") else _PLAIN
        for line in _git("-c", "core.quotePath=off", "ls-files", "--stage").splitlines()
    }
    content = {name: (root / name).read_bytes() for name in modes}
    with temporary_folder.create() as site:
        builder.build(Path(site))
        for file in sorted(file for file in Path(site).rglob("*") if file.is_file()):
            content[f"site/{file.relative_to(site).as_posix()}"] = file.read_bytes()
    described = crate.metadata(_git("log", "-1", "--format=%cs").strip(), _FIRST_PAGE)
    content[crate.METADATA] = (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode()
    listed = "".join(f"{_sha256(content[name])}  {name}\n" for name in sorted(content))
    content[CHECKSUMS] = listed.encode()
    name = f"leedsequity-{cited()['version']}"
    packed = _zip({f"{name}/{path}": content[path] for path in sorted(content)}, modes, name)
    archive = folder / f"{name}.zip"
    digest = folder / f"{name}.zip.sha256"
    line = f"{_sha256(packed)}  {archive.name}\n"
    paths.write({archive: packed, digest: line.encode()})
    return [archive, digest]


_FIRST_PAGE = {"site/index.html": "The site, first page"}


def _zip(files: dict[str, bytes], modes: dict[str, int], top: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)  # of the oldest date that an archive can hold
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = modes.get(name.removeprefix(f"{top}/"), _PLAIN) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=paths.root(), capture_output=True, text=True, check=False
        )
    except OSError:
        raise InputError("git is not installed: a release is made of what is committed") from None
    if done.returncode:
        said = " ".join(done.stderr.split())
        raise InputError(f"a release is made in a clone of the project; git says: {said}")
    return done.stdout
