"""What holds for every test."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_whoever_runs_the_tests(tmp_path_factory):
    """Keep IPython's and Jupyter's personal settings, kernels and start-up files out of the notebooks' runs."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            environment.setenv(name, str(folder / name.lower()))
        yield
