"""Packs the test vectors: run ``python -m vectors.archive [FOLDER]`` in the folder ``tests``.

The archive needs nothing of this repository. It is the same, byte for byte, wherever it is made.
"""

import hashlib
import json
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from vectors.generate import FILES, FOLDER, VERSION, cases_of

NAME = f"nexmo-sig-vectors-{VERSION}"
LICENSE = FOLDER.parent.parent / "LICENSE"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that the format can hold


def contents() -> dict[str, bytes]:
    """Return the files of the archive, by name."""
    names = [*(f"{file}.json" for file in ["published", *FILES]), "schema.json", "README.md"]
    files = {name: (FOLDER / name).read_bytes() for name in names}
    files["LICENSE"] = LICENSE.read_bytes()
    return files | {"manifest.json": manifest(files)}


def manifest(files: dict[str, bytes]) -> bytes:
    """Return the JSON that says what else the archive holds."""
    counts = {f"{file}.json": len(cases_of(file)) for file in FILES}
    counts["published.json"] = len(json.loads(files["published.json"])["cases"])
    entries = [
        {"name": name}
        | ({"cases": counts[name]} if name in counts else {})
        | {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    ]
    listed = {"version": VERSION, "cases": sum(counts.values()), "files": entries}
    return f"{json.dumps(listed, indent=1)}\n".encode("ascii")


def write(folder: Path) -> Path:
    """Write the archive into a folder, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.zip"
    # Not compressed: what a compressor writes differs from one version of it to the next.
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for name, content in sorted(contents().items()):
            entry = ZipInfo(f"{NAME}/{name}", EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return path


if __name__ == "__main__":
    print(write(Path(*sys.argv[1:2])))
