"""The operator's pages: the commands they name exist with these options, their links lead on."""

import re
from pathlib import Path

import pytest

from tests.support.operating import PAGES, ROOT, Typed, make_files, typed

LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#([^)]*))?\)")
SHOWN = [*PAGES, ROOT / "docs/metrics.md"]


@pytest.mark.parametrize("said", typed(), ids=lambda said: f"{said.page}: {said.line}")
def test_what_one_is_told_to_type_can_be_typed(
    said: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(tmp_path, said)
    monkeypatch.chdir(tmp_path)
    said.parse()


def test_every_page_is_found_from_the_first() -> None:
    first = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES[1:] if f"(operations/{page.name})" not in first] == []


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    broken = [
        target for target, _ in LINK.findall(text) if not (page.parent / target).resolve().exists()
    ]
    assert broken == []


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.name)
def test_a_page_says_what_is_seen_what_is_typed_and_what_is_true_then(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "```" in text
    assert "then is true" in text
