"""The bundle that draws charts without a network: what it is made for, that it is kept, that it cannot break a page."""

import re
from pathlib import Path

import altair as alt
import pytest
import vl_convert

from govindex import vega
from govindex.errors import GovindexError

CHART = 'var VEGA_DEBUG = {};\nmaybeLoadScript("vega", "6").then(() => maybeLoadScript("vega-lite", "6.4.1"))'


def test_a_charts_script_is_known_by_its_form():
    assert vega.is_chart_script(f"\n  {CHART}")
    assert not vega.is_chart_script("alert(1)")
    assert not vega.is_chart_script(f"alert(1); {CHART}")
    assert not vega.is_chart_script("var VEGA_DEBUG = {};")


@pytest.mark.slow
def test_the_bundle_is_made_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("GOVINDEX_CACHE", str(tmp_path / "cache"))
    made = vega._load_bundle.__wrapped__(".".join(alt.VEGALITE_VERSION.split(".")[:2]))
    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.read_text(encoding="utf-8") == made
    kept.write_text("// kept", encoding="utf-8")
    assert vega._load_bundle.__wrapped__(".".join(alt.VEGALITE_VERSION.split(".")[:2])) == "// kept"


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("GOVINDEX_CACHE", str(tmp_path / "file"))
    assert "vegaEmbed" in vega._load_bundle.__wrapped__(".".join(alt.VEGALITE_VERSION.split(".")[:2]))


def test_the_bundle_cannot_close_its_script():
    bundle = vega.load_bundle(alt.VEGALITE_VERSION)
    assert re.search("</script|<!--|\r", bundle, re.IGNORECASE) is None


def test_the_bundle_begins_with_the_licence_of_each_library_that_vl_convert_carries():
    (library,) = (path for path in Path(vl_convert.__file__).parent.iterdir() if path.suffix in (".so", ".pyd"))
    carried = {name.decode() for name in re.findall(rb"Original file: /npm/([a-z0-9.-]+)@", library.read_bytes())}
    assert {"vega", "vega-lite", "vega-embed", "d3-array", "clone"} <= carried
    notice, _, rest = vega.load_bundle(alt.VEGALITE_VERSION).partition("*/")
    named = set(re.findall(r"[a-z0-9.-]*[a-z0-9]", notice))
    assert carried - named == set()
    assert notice.startswith("/*!")
    assert "Copyright (c) 2015-2023, University of Washington Interactive Data Lab" in notice
    assert "Redistributions in binary form must reproduce the above copyright notice" in notice
    assert "vegaEmbed" in rest


def test_a_vega_lite_that_is_not_carried_is_refused():
    with pytest.raises(GovindexError, match=r"ask for Vega-Lite 4\.8, .* carries only"):
        vega.load_bundle("4.8.1")


def test_what_a_chart_asks_for_cannot_close_its_script():
    written = vega.write_settings({"vega": "</script>"}, "vi")
    assert "</script" not in written
    assert "\\u003c/script" in written
