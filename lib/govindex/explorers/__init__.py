"""Explorers: one a measure, in a notebook with a kernel and in a page without one."""

from govindex.explorers.papi import PapiExplorer
from govindex.explorers.par import ParExplorer
from govindex.explorers.provinces import ProvincesExplorer
from govindex.explorers.sipas import SipasExplorer

__all__ = ["PapiExplorer", "ParExplorer", "ProvincesExplorer", "SipasExplorer"]
