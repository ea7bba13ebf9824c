"""Files in one step: whoever looks, and whatever ends us, there is the old output or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["write", "write_folder"]

_GENERATION: Final = re.compile(r"data-[0-9a-f]{12}")


def write(text: str | bytes, path: str | os.PathLike[str]) -> None:
    """Write bytes, or a text as UTF-8, in one step: an old file stays whole until the new one is.

    Raises
    ------
    OSError
        If the folder is not there or cannot be written to.
    """
    path, raw = Path(path), text if isinstance(text, bytes) else text.encode()
    if path.exists() and not path.is_file():  # a device or a pipe, which must not be replaced by a file
        path.write_bytes(raw)
        return
    path = path.resolve() if path.is_symlink() else path
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())  # or a power cut could leave the new name with nothing in it
        if path.exists():
            draft.chmod(path.stat().st_mode)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_folder(files: Mapping[str, bytes], folder: str | os.PathLike[str], *, index: str) -> None:
    """Write a folder of files, of which ``index`` names the others, so that it is never half of one.

    A new folder is made beside its place and put there in one step. In one that is there already, the
    others stand in a folder whose name comes from what is in them (``data-`` and twelve digits): they are
    written first, then the index takes the place of the old one, and then the old ones are removed.

    Raises
    ------
    OSError
        If the folder above is not there, or it cannot be written.
    """
    folder = Path(folder)
    if not folder.exists():
        draft = folder.with_name(f".{folder.name}.{os.getpid()}.part")
        draft.mkdir()
        try:
            _fill(draft, files, index)
            draft.replace(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        return
    _fill(folder, files, index)
    _remove_others(folder, files)


def _fill(folder: Path, files: Mapping[str, bytes], index: str) -> None:
    for name in sorted(files, key=lambda one: one == index):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(files[name], path)


def _remove_others(folder: Path, files: Mapping[str, bytes]) -> None:
    """Remove what earlier runs left; nothing that has not the names that this module gives."""
    kept = {Path(name).parts[0] for name in files}
    names = {Path(name).name for name in files}
    for old in folder.iterdir():
        if old.name in kept or not _GENERATION.fullmatch(old.name) or not old.is_dir():
            continue
        for name in names:
            (old / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # somebody's own file is in it
            old.rmdir()
