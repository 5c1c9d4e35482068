"""Which services listen, and what each does with what it hears."""

from collections.abc import Mapping

from services.accountability.hearing import HEARING as ACCOUNTABILITY
from services.partnerships.consumer import HEARING as PARTNERSHIPS
from shared.hearing import Hearing

HEARINGS: Mapping[str, Hearing] = {
    "partnerships": PARTNERSHIPS,
    "accountability": ACCOUNTABILITY,
}
