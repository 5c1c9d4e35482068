"""What the pages tell a reader to type is typed, and answers what they say."""

import os
from pathlib import Path

import pytest

from deploy.local.stack import Stack
from tests.support.documents import missing, run, steps

ROOT = Path(__file__).parents[2]
WALKS = sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs/walks").glob("*.md"))


@pytest.mark.parametrize(
    ("page", "heading"), [("README.md", "The walk"), *((page, None) for page in WALKS)]
)
def test_a_page_is_true(page: str, heading: str | None, stack: Stack) -> None:
    walk = steps(ROOT / page, heading)
    environment = {**os.environ, "MENTORING_ADDRESSES": str(stack.addresses_file)}
    for step, printed in zip(walk, run(walk, ROOT, environment), strict=True):
        assert missing(step, printed) == [], printed
