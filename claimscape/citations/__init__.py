"""Citations: what a document leans on, from full references and DOIs to "research suggests"."""

from claimscape.citations.rows import LEANING, find

__all__ = ["LEANING", "find"]
