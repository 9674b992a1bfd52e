"""The index of a folder of pages: what it lists, and that it says so when a run failed."""

import json

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from govindex.pages.gallery import write_index
from govindex.tables.load import Tables

PROVINCES = pd.DataFrame(
    {
        "code": ["01", "31", "31-2025", "48"],
        "name_vi": ["Hà Nội", "Hải Phòng", "Hải Phòng", "Đà Nẵng"],
        "name_en": ["Hanoi", "Hai Phong", "Hai Phong", "Da Nang"],
    }
)
TABLES = Tables(**{name: PROVINCES if name == "provinces" else pd.DataFrame() for name in Tables._fields})


def put(out, place: str, title: str = "Trang") -> None:
    """Put a page and its executed notebook at `place`."""
    page = out / f"{place}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<html><head><title>{title}</title></head></html>", encoding="utf-8")
    page.with_suffix(".ipynb").write_text("{}")


def index(out) -> BeautifulSoup:
    """Return the parsed index of a folder."""
    return BeautifulSoup(write_index(TABLES, out).read_text(encoding="utf-8"), "html.parser")


def links(soup: BeautifulSoup) -> list[str]:
    """Return where the index links to, in its order."""
    return [link["href"] for link in soup.select("main a")]


def test_every_page_is_linked_by_its_title_with_its_notebook(tmp_path):
    put(tmp_path, "31/2021/vi/report", title="Hải Phòng 2021")
    soup = index(tmp_path)
    assert links(soup) == ["31/2021/vi/report.html", "31/2021/vi/report.ipynb"]
    assert soup.select_one("main a").get_text() == "Hải Phòng 2021"


def test_every_link_leads_to_a_file(tmp_path):
    put(tmp_path, "31/2021/vi/report")
    put(tmp_path, "01/2020/en/a b#c")
    found = links(index(tmp_path))
    assert "01/2020/en/a%20b%23c.html" in found
    assert len(found) == 4


def test_a_stray_page_that_cannot_be_read_is_listed_by_its_name_or_passed_over(tmp_path):
    put(tmp_path, "31/2021/vi/report")
    (tmp_path / "31/2021/vi/utf16.html").write_bytes("<title>Lạ</title>".encode("utf-16"))
    (tmp_path / "31/2021/vi/cp1252.html").write_bytes(b"<title>B\xe1o c\xe1o</title>")
    (tmp_path / "31/2021/vi/folder.html").mkdir()
    (tmp_path / "31/2021/vi/loop.html").symlink_to("loop.html")
    (tmp_path / "01").mkdir()
    (tmp_path / "01" / "2020").write_text("a file")
    found = links(index(tmp_path))
    assert [link for link in found if link.endswith(".html")] == [
        f"31/2021/vi/{name}.html" for name in ("report", "cp1252", "utf16")
    ]


def test_provinces_stand_by_name_and_the_latest_year_first(tmp_path):
    for place in ("01/2020/vi/report", "31/2020/vi/report", "31/2021/vi/report", "48/2021/vi/report"):
        put(tmp_path, place)
    soup = index(tmp_path)
    assert [h2.get_text() for h2 in soup.select("main h2")] == [
        "Đà Nẵng · Da Nang",
        "Hà Nội · Hanoi",
        "Hải Phòng · Hai Phong",
    ]
    assert [h3.get_text() for h3 in soup.select("main h3")] == ["2021", "2020", "2021", "2020"]
    assert [link.get_text() for link in soup.select("nav a")] == [h2.get_text() for h2 in soup.select("main h2")]


def test_both_languages_and_the_report_first(tmp_path):
    for name in ("papi_dimensions", "report"):
        put(tmp_path, f"31/2021/vi/{name}")
        put(tmp_path, f"31/2021/en/{name}")
    soup = index(tmp_path)
    assert [shelf["lang"] for shelf in soup.select("ul.gi-shelf")] == ["vi", "en"]
    assert links(soup)[::2] == [
        "31/2021/vi/report.html",
        "31/2021/vi/papi_dimensions.html",
        "31/2021/en/report.html",
        "31/2021/en/papi_dimensions.html",
    ]


def test_a_unit_of_2025_is_told_from_the_one_before_it(tmp_path):
    put(tmp_path, "31/2024/vi/report")
    put(tmp_path, "31-2025/2025/vi/report")
    assert [h2.get_text() for h2 in index(tmp_path).select("main h2")] == [
        "Hải Phòng · Hai Phong (31-2025)",
        "Hải Phòng · Hai Phong",
    ]


def test_a_failed_run_is_named_as_such(tmp_path):
    put(tmp_path, "31/2021/en/report")
    (tmp_path / "31/2021/en/papi_dimensions.failed.ipynb").write_text("{}")
    soup = index(tmp_path)
    assert soup.select_one(".gi-failed").get_text() == "papi_dimensions: the last run failed"
    assert "31/2021/en/papi_dimensions.failed.ipynb" in links(soup)


@pytest.mark.parametrize(
    "place", ["99/2021/vi/report", "31/last/vi/report", "31/2021/fr/report", "assets/2021/vi/report"]
)
def test_what_is_not_a_page_of_ours_is_not_listed(tmp_path, place):
    put(tmp_path, place)
    assert links(index(tmp_path)) == []


def test_titles_and_names_are_escaped(tmp_path):
    put(tmp_path, "31/2021/vi/report", title="&lt;script&gt;alert(1)&lt;/script&gt;")
    soup = index(tmp_path)
    assert len(soup.find_all("script")) == 1
    assert soup.select_one("main a").get_text() == "<script>alert(1)</script>"


def test_an_empty_folder_says_so_in_both_languages(tmp_path):
    text = index(tmp_path / "new").main.get_text()
    assert "Chưa có trang nào." in text
    assert "There is no page yet." in text


def test_the_index_fetches_nothing_and_runs_only_its_own_script(tmp_path):
    put(tmp_path, "31/2021/vi/report")
    soup = index(tmp_path)
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert soup.select("script[src], link, img, iframe") == []
    assert index(tmp_path / "empty").select("script") == []


def test_without_a_script_the_filters_are_hidden_and_every_page_is_shown(tmp_path):
    put(tmp_path, "31/2021/vi/report")
    soup = index(tmp_path)
    assert soup.select_one(".gi-filters").has_attr("hidden")
    assert not soup.select("li[hidden], section[hidden]")


def write_manifest(out, runs: dict) -> None:
    """Write what a batch leaves in a folder."""
    (out / "manifest.json").write_text(json.dumps({"govindex_manifest": 1, "runs": runs}), "utf-8")


def test_a_failure_is_told_with_notebook_parameters_cell_and_error(tmp_path):
    given = {"province": "31", "year": 2021, "lang": "vi"}
    error = {"cell": "work", "message": "ValueError: <no>"}
    entry = {"notebook": "tiny", "parameters": given, "status": "failed", "title": "", "error": error}
    write_manifest(tmp_path, {"31/2021/vi/tiny": entry, "31/2021/vi/gone": {**entry, "status": "made"}})
    (tmp_path / "31/2021/vi").mkdir(parents=True)
    (tmp_path / "31/2021/vi/tiny.failed.ipynb").write_text("{}")
    told = index(tmp_path).select(".gi-failures li")
    assert [" ".join(each.get_text(" ").split()) for each in told] == [
        "tiny province=31, year=2021, lang=vi ô · cell work : ValueError: <no> sổ tính (.ipynb) · notebook (.ipynb)"
    ]
    assert told[0].a["href"] == "31/2021/vi/tiny.failed.ipynb"


def test_pages_about_no_province_stand_last_under_their_notebook(tmp_path):
    put(tmp_path, "31/2021/vi/report")
    put(tmp_path, "audit/first/vi/audit", title="Soát")
    entry = {"notebook": "audit", "parameters": {"report": "first", "lang": "vi"}, "status": "made", "title": "Soát"}
    write_manifest(tmp_path, {"audit/first/vi/audit": entry})
    soup = index(tmp_path)
    assert [h2.get_text() for h2 in soup.select("main h2")] == ["Hải Phòng · Hai Phong", "audit"]
    assert "audit/first/vi/audit.html" in links(soup)


def test_the_filters_offer_what_is_there(tmp_path):
    for place in ("31/2020/vi/report", "01/2021/en/tiny"):
        put(tmp_path, place)
    soup = index(tmp_path)
    offered = {
        select["name"]: [option["value"] for option in select.select("option")] for select in soup.select("select")
    }
    assert offered == {
        "province": ["", "01", "31"],
        "year": ["", "2021", "2020"],
        "of_notebook": ["", "report", "tiny"],
        "of_language": ["", "vi", "en"],
        "status": ["", "made"],
    }
