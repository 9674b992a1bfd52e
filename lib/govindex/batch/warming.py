"""What every page needs and makes only once in a process: done before the first fork."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import govindex
from govindex.batch.making import ASKED
from govindex.figures.markup import write_part
from govindex.pages.export import export_html
from govindex.vega import is_bundle_kept

if TYPE_CHECKING:
    from nbformat import NotebookNode

_SHEETS = {
    "papi_dimensions": "papi",
    "par_components": "par",
    "sipas_criteria": "sipas",
    "all_provinces": "provinces",
}  # of the notebooks that are called otherwise than their sheet


def warm_up() -> None:
    """Read the tables, write the sheets that are asked for, each in one state, and make small pages of them.

    The Vega bundle is made by a process of its own if it is not kept yet, since its maker starts threads.
    """
    if not is_bundle_kept():
        make_bundle = "from govindex.vega import load_bundle_of_altair; load_bundle_of_altair()"
        subprocess.run([sys.executable, "-P", "-c", make_bundle], check=False, capture_output=True)
    export_html(_write_notebook(_write_chart()), lang="vi")
    first = govindex.load_tables().scores.iloc[0]
    for pair in os.environ.get(ASKED, "").split():
        notebook, _, lang = pair.partition(":")
        opener = f"open_{_SHEETS.get(notebook, notebook)}"
        if opener in dir(govindex):
            with contextlib.suppress(Exception):  # a page that cannot be made says so itself, and ends no other
                sheet = getattr(govindex, opener)(govindex.open_page(first["province"], int(first["year"]), lang))
                parts = (write_part(sheet.declared, part, sheet.resolve()) for part in sheet.parts)
                export_html(_write_notebook("".join(parts)), lang=lang)


def _write_notebook(shown: str) -> NotebookNode:
    """Return an executed notebook that shows some HTML."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    output = new_output("display_data", data={"text/html": shown})
    return new_notebook(cells=[new_markdown_cell("# a"), new_code_cell("1", outputs=[output])])


def _write_chart() -> str:
    """Return a chart of one bar as a cell shows it."""
    import altair as alt
    import pandas as pd
    from altair.utils import spec_to_html

    chart = alt.Chart(pd.DataFrame({"a": [1.5], "b": ["x"]})).mark_bar().encode(x="a:Q", y="b:N")
    html = spec_to_html(
        chart.to_dict(),
        mode="vega-lite",
        vega_version=alt.VEGA_VERSION,
        vegalite_version=alt.VEGALITE_VERSION,
        vegaembed_version=alt.VEGAEMBED_VERSION,
        fullhtml=False,
        template="universal",
    )
    return f'<div class="gi-chart">{html}</div>'
