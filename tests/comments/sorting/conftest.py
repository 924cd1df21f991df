import pytest


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings, tmp_path):
    """Where the lock of trainings lies."""
    settings.TRIAGE_DIR = tmp_path / "triage"
