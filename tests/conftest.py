"""Fixtures that several tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

from claimscape.store import Landscape
from tests import landscapes

settings.register_profile("untimed", deadline=None)  # no test may fail because a machine is busy
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def landscape(tmp_path_factory: pytest.TempPathFactory) -> Landscape:
    """Three sources of a few lines, counted by hand in tests/landscapes.py."""
    return landscapes.small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def landscape_folder(landscape: Landscape) -> Path:
    """The folder that `claimscape.open_landscape` opens for the fixture `landscape`."""
    return landscape.folder.parents[1]
