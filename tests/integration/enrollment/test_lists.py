"""Lists come a page at a time, and a page never shifts."""

import re

from tests.integration.enrollment.company import Company


def test_pages_follow_each_other_without_gap_or_repetition(company: Company) -> None:
    for key in ("a", "b", "c"):
        company.program(key)

    seen, address = list[str](), "/programs?limit=2"
    while address:
        reply = company.get(address)
        seen += [item["key"] for item in reply.body["items"]]
        company.program(f"later-{len(seen)}") if len(seen) == 2 else None
        link = re.fullmatch('<(.*)>; rel="next"', reply.header("Link"))
        address = link.group(1) if link else ""

    assert seen == ["a", "b", "c", "later-2"]


def test_a_list_is_narrowed_by_what_is_asked(company: Company) -> None:
    company.terms(first := company.program("first"))
    company.terms(second := company.program("second"))
    mia = company.person("mia", company.person("boss"))
    company.enroll(first, mia)
    company.enroll(second, mia)

    def number(path: str) -> int:
        return len(company.get(path).body["items"])

    assert number("/programs?key=second") == 1
    assert number("/people?subject=mia") == 1
    assert number(f"/enrollments?program_id={first}") == 1
    assert number(f"/enrollments?person_id={mia}&status=requested") == 2
    assert number("/enrollments?status=accepted") == 0


def test_what_is_no_page_of_the_list_is_not_found(company: Company) -> None:
    for cursor in ("%00", "abc", "WyJhIl0", "W10", "WyItMSJd"):
        assert company.get(f"/programs?cursor={cursor}").status in {404, 422}
    assert company.get("/programs?limit=0").rule == "invalid-fields"
    assert company.get("/programs?colour=red").rule == "invalid-fields"
