"""The data of a chart without rows of its own: they come from what a reader chose."""

import altair as alt

ROWS = alt.NamedData("rows")
