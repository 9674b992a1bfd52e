"""Altair made quicker in a batch draws the same charts, to the letter."""

import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.slow  # Python begins anew in every test

# Charts of every kind that copies its parts: layers, panels, facets, parameters, conditions, one table for many layers;
# tables of all types; what was copied from a chart and then changed.
CHARTS = r"""
    import altair as alt, pandas as pd
    rows = pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, None]})
    base = alt.Chart(rows).encode(x="a:Q", y=alt.Y("b:N", axis=alt.Axis(grid=True)))
    pick, name = alt.selection_point(fields=["b"]), alt.param(value="x", name="named")
    fill = alt.when("datum.a > 1").then(alt.value("red")).otherwise(alt.value("blue"))
    layered = alt.layer(base.mark_bar(), base.mark_text().encode(text="c:Q", fill=fill)).properties(width=200)
    picked = layered.add_params(pick, name)
    panels = alt.vconcat(alt.hconcat(layered, layered.properties(title="t")), alt.hconcat(picked, base.mark_line()))
    charts = [base.mark_point(), layered, picked, panels.configure_axis(labelColor="#333"), panels.add_params(name)]
    charts += [layered.facet("b:N"), base.mark_bar().repeat(["a", "c"]), panels & layered, panels | picked]
    charts += [alt.concat(picked, picked).resolve_scale(y="independent"), base.mark_bar().interactive()]
    kinds = pd.DataFrame({
        "int": [1, 2], "float": [0.1, float("nan")], "endless": [float("inf"), 1.0], "bool": [True, False],
        "text": ["x", None], "whole": pd.array([1, None], "Int64"), "maybe": pd.array([True, None], "boolean"),
        "list": [[1, 2], None], "mixed": [1, "a"], "day": pd.to_datetime(["2021-01-02", None]), "small": [1, 2],
        "class": pd.Categorical(["p", "q"], ordered=True),
    }, index=[3, 7]).astype({"small": "int8"})
    for name in kinds:
        charts.append(alt.Chart(kinds[[name]]).mark_bar().encode(x=name, y=f"{name}:N", tooltip=[f"{name}:O", name]))
    charts += [alt.Chart(kinds.drop(columns="list")).mark_point().encode(alt.X("int", type="ordinal"), alt.Y("float"))]
    charts += [alt.Chart(rows).mark_bar().encode(x="count()", y=alt.Y("b").sort("-x"), x2="a:Q", order="sum(a):Q")]
    charts += [alt.Chart(rows).mark_text().encode(x=alt.value(value), text=alt.value("7")) for value in (7, 7.5)]
    charts += [alt.Chart(data).mark_bar().encode(x="a:Q") for data in ({"values": [{"a": 1}]}, "a.csv")]
    changed = base.mark_bar()
    changed.encoding.x.title = "changed"
    first = base.encode(x="a:Q", fill=alt.value("red"))
    first.encoding.fill.value, first.encoding.x.shorthand = "blue", "b:Q"
    charts += [changed, base.mark_line(), first.mark_bar(), base.encode(x="a:Q", fill=alt.value("red")).mark_area()]
"""
TELL = r"""
    import hashlib, json, sys
    for chart in charts:
        print(hashlib.sha256(json.dumps(chart.to_dict(), sort_keys=True).encode()).hexdigest())
    wrong = [
        lambda: alt.Chart(rows).mark_bar().encode(x=alt.X("a:Q", axis=alt.Axis(labelColor=["no"]))),
        lambda: alt.Chart(rows).mark_bar().encode(x="a:Q", y=alt.Y("b:N", sort=(1, 2), scale={"domain": 7})),
        lambda: alt.Chart(rows).mark_bar().encode(x="nothing", y="b"),
        lambda: alt.Chart(rows).mark_bar().encode(x="a:quantity"),
        lambda: alt.Chart(rows).mark_bar().encode(z="a:Q"),
        lambda: alt.Chart(rows.rename(columns={"a": "k:b"})).mark_bar().encode(x="k:b"),
        lambda: alt.Chart(rows.rename(columns={"b": "k:b"})).mark_bar().encode(x="k:b"),
        lambda: alt.Chart(rows.rename(columns={"b": "k:b"})).mark_bar().encode(x=r"k\:b"),
        lambda: alt.Chart(rows).mark_bar(color=3),
        lambda: alt.Chart(rows).mark_bar().properties(width={"stop": 3}),
        lambda: alt.Chart(pd.DataFrame({1: [2]})).mark_bar(),
        lambda: alt.Chart(pd.DataFrame({"a": pd.to_timedelta([1])})).mark_bar(),
        lambda: alt.Chart(pd.DataFrame({"a": range(5001)})).mark_bar(),
    ]
    for make in wrong:
        try:
            print(sorted(make().to_dict()))
        except Exception as error:
            print(type(error).__name__, str(error).replace("\n", " "))
"""


def tell(*parts: str) -> list[str]:
    script = "\n".join(textwrap.dedent(part) for part in parts)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def told():
    return tell(CHARTS, TELL)


@pytest.mark.parametrize("times", [1, 2])
def test_every_kind_of_chart_is_the_same(told, times):
    quicken = "from govindex.batch.quicker import quicken\nassert quicken() and not quicken()"
    assert tell(quicken, *[CHARTS] * times, TELL) == told
    assert len(told) == 46


GONE = ["schemapi._get_errors_from_spec", "core._ChannelCache._wrap_in_channel", "core._ChannelCache"]


@pytest.mark.parametrize("gone", GONE)
def test_an_altair_that_it_was_not_written_for_is_left_alone(gone):
    script = f"""
        from altair.utils import core, schemapi
        before = schemapi._deep_copy
        del {gone}
        from govindex.batch.quicker import quicken
        print(quicken(), schemapi._deep_copy is before)
    """
    assert tell(script) == ["False True"]
