"""What the words of a wire say of its own copy, for agencies that say it nowhere else: killed, corrected, renewed. Pure."""

from typing import Literal

from feeds.parsing.reports import IncomingReport

Said = Literal["kill", "correction", "update", ""]


def says(report: IncomingReport) -> Said:
    """Whether the report calls an earlier one back, mends it or renews it; by its status, else by its headline."""
    return "kill" if report.status == "canceled" else ""
