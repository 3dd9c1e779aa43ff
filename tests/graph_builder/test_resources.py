"""What PlanAtlas ships is found, in a checkout and in an installation."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from graph_builder import resources
from graph_builder.errors import ResourceError


@pytest.mark.parametrize(
    "relative",
    [
        "data/plans",
        "data/plans/xicheng-145/plan.toml",
        "data/plans/xicheng-145/text.txt",
        "data/plans/xicheng-145/annotations.ann",
        "data/vocabularies",
        "data/vocabularies/technologies.ttl",
        "data/queries",
        "ontology/planatlas.ttl",
        "ontology/rules",
        "shapes/evidence.ttl",
    ],
)
def test_everything_is_found_in_the_checkout(relative: str) -> None:
    top = resources.checkout()
    assert top is not None
    assert resources.path(relative) == top / relative
    assert resources.path(relative).exists()


def test_the_checkout_is_where_these_tests_are() -> None:
    assert resources.checkout() == Path(__file__).resolve().parents[2]


def test_what_is_missing_is_told_with_its_place() -> None:
    with pytest.raises(ResourceError, match="the installation lacks data/absent") as raised:
        resources.path("data/absent")
    assert raised.value.place is not None
    assert Path(raised.value.place.file).parts[-2:] == ("data", "absent")
    assert raised.value.remedy


def test_the_default_release_lies_in_the_checkout() -> None:
    top = resources.checkout()
    assert top is not None
    assert resources.default_release() == top / "build" / "release"


class TestInstallation:
    """A wheel has no checkout around it and carries the files inside the package."""

    @pytest.fixture
    def package(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        package = tmp_path / "site-packages" / "graph_builder"
        (package / "_resources" / "data" / "queries").mkdir(parents=True)
        monkeypatch.setattr(resources, "_PACKAGE", package)
        return package

    def test_files_are_found_inside_the_package(self, package: Path) -> None:
        assert resources.checkout() is None
        assert resources.path("data/queries") == package / "_resources" / "data" / "queries"

    def test_what_is_missing(self, package: Path) -> None:
        with pytest.raises(ResourceError, match="lacks ontology/rules") as raised:
            resources.path("ontology/rules")
        assert str(raised.value.place) == str(package / "_resources" / "ontology" / "rules")

    def test_the_default_release_lies_in_the_users_data_folder(self, package: Path) -> None:
        assert resources.default_release() == Path(platformdirs.user_data_dir("planatlas")) / "release"
        assert package not in resources.default_release().parents

    def test_a_folder_with_only_a_project_file_is_no_checkout(self, package: Path) -> None:
        (package.parent / "pyproject.toml").touch()
        assert resources.checkout() is None
