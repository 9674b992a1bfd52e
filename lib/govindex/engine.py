"""papermill's engine ``govindex-fork``, as papermill finds it: nothing here can fail to import.

papermill loads every engine that is installed when it is itself imported, so an engine that fails there would take
papermill away. This one is found by its name and brings in what it needs when a notebook is run.
"""

from __future__ import annotations

from typing import Any


class ForkEngine:
    """Runs a notebook's cells in a fork of a warmed process; where that cannot be had, papermill's own engine does.

    Examples
    --------
    ``papermill --engine govindex-fork notebook.ipynb executed.ipynb``
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Return the executed notebook."""
        return _find_engine().execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """Return the name of the notebook's kernel."""
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Return the name of the notebook's language."""
        from papermill.utils import nb_language

        return nb_language(nb, language)


def _find_engine() -> Any:
    try:
        from govindex.forks.engine import RealForkEngine
    except ImportError:
        from papermill.engines import NBClientEngine

        return NBClientEngine
    return RealForkEngine
