"""Every drawing, one function a chart: `name(frame) -> Figure`, named as the query whose frame it draws."""

from claimscape.charts.coverage import co_occurrence, coverage, placement, silence

__all__ = ["co_occurrence", "coverage", "placement", "silence"]
