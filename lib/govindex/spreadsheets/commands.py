"""The command that hands a province's tables out: `govindex tables`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from govindex.asking import WRONG_REQUEST, DataFolder, tell_errors
from govindex.errors import GovindexError, show_controls
from govindex.files import find_obstacle


def hand_out(
    *,
    province: Annotated[
        str,
        typer.Option("--province", "-p", help="A name in any spelling, with or without diacritics, or the code: 31."),
    ],
    year: Annotated[str, typer.Option("--year", "-y", help="A year that the tables hold figures of, or latest.")],
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="<path>", help="Write a workbook, a sheet a table.")
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="<path>", help="Write the scores as CSV.")] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="<path>", help="Write the scores as Parquet; needs pyarrow.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
    lang: Annotated[str, typer.Option("--lang", "-l", help="The language of names: vi or en.")] = "vi",
    data: DataFolder = None,
) -> None:
    """Write what the pages of a province and year show, as tables to work on: scores, their course, their sources.

    Numbers are numbers, each with its unit and its source. Exit status: 0, or 2 when the request was wrong.
    """
    with tell_errors(GovindexError, OSError, status=WRONG_REQUEST):
        from govindex.files import write_whole
        from govindex.spreadsheets.province import list_sources, tabulate_scores, tabulate_trend
        from govindex.spreadsheets.writing import write_csv, write_xlsx
        from govindex.tables.page import open_page
        from govindex.words import check_lang, say

        asked = [out for out in (xlsx, csv, parquet) if out is not None]
        if not asked:
            raise GovindexError("Say what to write: --xlsx FILE, --csv FILE or --parquet FILE, or several of them.")
        if parquet is not None and find_spec("pyarrow") is None:
            raise GovindexError(
                "Parquet is written by pyarrow, which is not installed: pip install pyarrow, or take --csv, which "
                "pandas.read_csv reads with the types that it has."
            )
        if xlsx is not None and xlsx.suffix.lower() != ".xlsx":
            raise GovindexError(f"{xlsx} is to be a workbook: give it a name that ends in .xlsx.")
        for out in asked:
            if out.exists() and not force:
                raise GovindexError(f"{out} is there already: give another name, or --force.")
            if obstacle := find_obstacle(out.parent):
                raise GovindexError(f"{out} cannot be written: {obstacle}.")
        page = open_page(province, year, check_lang(lang))
        scores, trend = tabulate_scores(page), tabulate_trend(page)
        sources = list_sources(page, scores, trend)
        contents: dict[Path, str | bytes] = {}
        if xlsx is not None:
            parts = {"scores": scores, "trend": trend, "sources": sources}
            named = {
                say(f"spreadsheet.{title}", lang): (
                    table,
                    [say(f"spreadsheet.column_{column}", lang) for column in table],
                )
                for title, table in parts.items()
            }
            contents[xlsx] = write_xlsx(named)
        cited = scores.merge(sources[["source", "citation"]], on="source", how="left")
        if csv is not None:
            contents[csv] = write_csv(cited)
        if parquet is not None:
            contents[parquet] = cited.to_parquet(None, engine="pyarrow", index=False)
        for out in contents:
            out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(contents)
        for out in contents:
            typer.echo(show_controls(out))
