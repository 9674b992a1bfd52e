"""Explorers: one a measure, in a notebook with a kernel and in a page without one."""

from govindex.explorers.papi import PapiExplorer
from govindex.explorers.par import ParExplorer

__all__ = ["PapiExplorer", "ParExplorer"]
