"""Whoever is erased is nobody here any more."""

import pytest

from tests.integration.accountability.conftest import Service
from tests.integration.accountability.directory import said
from tests.support.histories.wire import identity


@pytest.mark.usefixtures("pair")
def test_a_token_of_somebody_erased_shows_nothing(service: Service) -> None:
    assert len(service.items("/partnerships", "mentee")) == 1
    mentee = identity("mentee")
    service.hear([said(f"person-{mentee}", 2, "PersonErased", person_id=mentee)])
    assert service.items("/partnerships", "mentee") == []
    assert len(service.items("/partnerships", "mentor")) == 1
