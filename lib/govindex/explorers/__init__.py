"""The explorer of all provinces: a book of figures that the library computed, and what a reader may choose."""

from govindex.explorers.provinces import ProvincesExplorer

__all__ = ["ProvincesExplorer"]
