"""What all commands share: the tables that they are asked to use, their exit statuses, errors told as sentences."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from govindex.errors import show_controls

FAILED = 1
WRONG_REQUEST = 2
INTERRUPTED = 130  # as a shell tells a command that Ctrl-C ended
DATA = "GOVINDEX_DATA"


def _choose_data(context: typer.Context, folder: Path | None) -> Path | None:
    """Have the command, and every kernel and process that it starts, use the tables of `folder`."""
    if folder is not None:
        before = os.environ.get(DATA)
        os.environ[DATA] = str(folder.resolve())
        # The root is closed even where a later word of the command is wrong; the command's own context is not.
        context.find_root().call_on_close(
            lambda: os.environ.pop(DATA, None) if before is None else os.environ.update({DATA: before})
        )
    return folder


DataFolder = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="<path>", callback=_choose_data, is_eager=True,
        help="Use the tables of this folder; else those that GOVINDEX_DATA names, or the project's own.",
    ),
]  # fmt: skip


@contextmanager
def tell_errors(*errors: type[Exception], status: int) -> Iterator[None]:
    """Turn `errors` into their sentence on stderr and the exit `status`."""
    try:
        yield
    except errors as error:
        typer.echo(show_controls(_tell(error)), err=True)
        raise typer.Exit(status) from None


def _tell(error: Exception) -> object:
    """Return what an error says; a disk without room says only a number of its own."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    where = f" for {error.filename}" if full and error.filename else ""
    return f"There is no room on the disk{where}: make room, and give the command again." if full else error
