"""What every page needs and makes only once in a process: done before the first fork."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

import govindex
from govindex.errors import GovindexError
from govindex.pages.export import export_html, load_templates
from govindex.tables.page import open_page

ASKED = "GOVINDEX_WARM"  # the variable that tells the forge what will be made: pairs "notebook:lang" between spaces
_SHEETS = {
    "papi_dimensions": "papi",
    "par_components": "par",
    "sipas_criteria": "sipas",
    "all_provinces": "provinces",
}  # of the notebooks that are called otherwise than their sheet


def warm_up() -> None:
    """Read the tables, make the books of the sheets that are asked for, and make a small page with a chart.

    The Vega bundle is made by a process of its own if it is not kept yet, since its maker starts threads.
    """
    first = govindex.load_tables().scores.iloc[0]
    for pair in os.environ.get(ASKED, "").split():
        notebook, _, lang = pair.partition(":")
        page = open_page(first["province"], int(first["year"]), lang)
        opener = f"open_{_SHEETS.get(notebook, notebook)}"
        if opener in dir(govindex):
            with contextlib.suppress(GovindexError):  # a page that cannot be made says so itself
                assert getattr(govindex, opener)(page).declared.book
    make_bundle = "from govindex.vega import load_bundle_of_altair; load_bundle_of_altair()"
    subprocess.run([sys.executable, "-P", "-c", make_bundle], check=False, capture_output=True)
    export_html(_write_notebook(), lang="vi")
    load_templates()


def _write_notebook():
    """Return an executed notebook that shows one chart."""
    import altair as alt
    import pandas as pd
    from altair.utils import spec_to_html
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

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
    shown = new_output("display_data", data={"text/html": f'<div class="gi-chart">{html}</div>'})
    return new_notebook(cells=[new_markdown_cell("# a"), new_code_cell("1", outputs=[shown])])
