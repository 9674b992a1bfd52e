"""Explorers: one a measure, in a notebook with a kernel and in a page without one."""

from govindex.explorers.papi import PapiExplorer

__all__ = ["PapiExplorer"]
