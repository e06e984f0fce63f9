"""Fuzz one target with atheris, which keeps inputs that reach new code.

Called as ``one.py TARGET FOLDER [OPTION OF LIBFUZZER]…``.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["geo", "layers", "mapgen"]):
    from targets import TARGETS, texts_of

from mutations import mutated
from support import GRID

from layers.assemble import Atlas, assemble
from layers.catalog import Catalog, catalog_of
from layers.files import LayerFiles, read_files
from mapgen.importing import merge, reader


def inline(work: object, *arguments: object, **_: object) -> object:
    """Read in this very process, where coverage is seen; the child process has tests of its own."""
    return work(*arguments)  # type: ignore[operator]


def mutate(data: bytes, most: int, seed: int) -> bytes:
    # Half by what we know of the formats, half by what libFuzzer learns from comparisons.
    return mutated(data, seed)[:most] if seed % 2 else atheris.Mutate(data, most)


FILES = read_files(GRID)
KNOWN = catalog_of(FILES)
KNOWN_ATLAS = assemble(KNOWN)


def known_files(folder: Path) -> LayerFiles:
    """The layers into which files are merged are the same in every run; drafts of them are not."""
    return FILES if folder == GRID else read_files(folder)


def known(files: LayerFiles) -> Catalog:
    return KNOWN if files is FILES else catalog_of(files)


def known_atlas(catalog: Catalog) -> Atlas:
    return KNOWN_ATLAS if catalog is KNOWN else assemble(catalog)


name, folder, *options = sys.argv[1:]
reader.apart = inline  # type: ignore[assignment]
merge.read_files, merge.catalog_of, merge.assemble = known_files, known, known_atlas
for number, text in enumerate(texts_of(name)):
    Path(folder, f"seed-{number}").write_bytes(text)
atheris.Setup([sys.argv[0], folder, *options], TARGETS[name], custom_mutator=mutate)
atheris.Fuzz()
