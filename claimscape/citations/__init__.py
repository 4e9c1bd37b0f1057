"""Citations: what a document leans on, from full references and DOIs to "research suggests"."""

from claimscape.citations.many import find_all
from claimscape.citations.rows import find

__all__ = ["find", "find_all"]
