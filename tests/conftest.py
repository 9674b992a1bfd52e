"""What holds for every test, and tables of a few rows written by hand."""

from collections.abc import Callable

import pandas as pd
import pytest

from govindex.load import Tables, load_description


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_whoever_runs_the_tests(tmp_path_factory):
    """Keep IPython's and Jupyter's personal settings, kernels and start-up files out of the notebooks' runs."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            environment.setenv(name, str(folder / name.lower()))
        yield


def _make_table(fields: list[dict], rows: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=[field["name"] for field in fields])
    types = {"number": "float64", "integer": "Int64"}
    table = table.astype({field["name"]: types.get(field["type"], "str") for field in fields})
    whole = [name for name in table if table[name].dtype == "Int64" and table[name].notna().all()]
    return table.astype(dict.fromkeys(whole, "int64"))


@pytest.fixture(scope="session")
def make_tables() -> Callable[..., Tables]:
    """Return a maker of Tables: lists of rows by table, typed as loaded ones, all other tables empty.

    A column that a row leaves out is missing in it.
    """
    fields = {resource["name"]: resource["schema"]["fields"] for resource in load_description()["resources"]}
    fields["scores"] = fields["scores-par"]
    fields["published"] = next(fields[name] for name in fields if name.startswith("published-"))

    def make(**rows: list[dict]) -> Tables:
        tables = {name: _make_table(fields[name.replace("_", "-")], rows.pop(name, [])) for name in Tables._fields}
        assert not rows, f"There is no table {', '.join(rows)}."
        return Tables(**tables)

    return make
