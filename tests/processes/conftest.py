"""A stage for each test: both pretend platforms, and a database with the sample district as of today."""

import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.processes.crowd import Crowd
from tests.processes.records import fill_sample
from tests.processes.stage import Stage


@pytest.fixture(scope="session")
def todays_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy. The process has the true clock, so the sample's posts must be held today."""
    path = tmp_path_factory.mktemp("processes") / "sample.db"
    fill_sample(path)
    return path


@pytest.fixture
async def stage(request: pytest.FixtureRequest, todays_sample: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """Parametrised (indirectly) with True it is the one where the platforms push."""
    shutil.copy(todays_sample, tmp_path / "district.db")
    stage = Stage(tmp_path / "district.db", pushed=getattr(request, "param", False))
    await stage.open()
    yield stage
    await stage.close()


@pytest.fixture
def crowd(stage: Stage) -> Crowd:
    """The sample's members, who ask there."""
    return Crowd(stage, random.Random(2027))
