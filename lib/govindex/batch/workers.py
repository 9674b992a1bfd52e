"""What a batch asks of those who make its pages, whoever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from govindex.batch.making import Job, Made


class Workers(Protocol):
    """Those who make pages, some at a time."""

    def has_room(self) -> bool:
        """Return whether another job may be started."""

    def start(self, job: Job) -> None:
        """Start a job."""

    def wait(self, seconds: float) -> list[Made]:
        """Return what has come of jobs, after at most `seconds`."""

    def stop(self) -> None:
        """End everything that still runs."""
