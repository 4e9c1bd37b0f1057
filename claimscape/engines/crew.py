"""Who codes the batches of a build."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Crew:
    """An engine by its name in ENGINES: so many processes of this machine, or the workers of the cluster at an address."""

    engine: str = "local"
    workers: int = 1  # 0 where others than this machine's processes code
    address: str = ""
