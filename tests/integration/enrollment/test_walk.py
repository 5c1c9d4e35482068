"""From a program to an accepted enrollment, and on."""

from tests.integration.enrollment.company import Company, person_token


def test_an_enrollment_is_accepted_with_the_last_needed_acknowledgement(company: Company) -> None:
    terms = company.terms(program := company.program())
    boss = company.person("boss")
    enrollment = company.enroll(program, company.person("mia", boss))

    first = company.acknowledge(enrollment, "mia", "mentee", terms)
    last = company.acknowledge(enrollment, "boss", "manager", terms)

    assert (first.status, first.body["accepted"]) == (201, False)
    assert (last.status, last.body["accepted"], last.header("ETag")) == (201, True, '"4"')
    assert company.event_types(f"enrollment-{enrollment}") == [
        "EnrollmentRequested",
        "TermsAcknowledged",
        "TermsAcknowledged",
        "EnrollmentAccepted",
    ]
    shown = company.get(f"/enrollments/{enrollment}", by=person_token("mia")).body
    assert (shown["status"], shown["waiting_for"]) == ("accepted", [])


def test_terms_published_meanwhile_have_to_be_acknowledged_anew_by_both(company: Company) -> None:
    old = company.terms(program := company.program())
    enrollment = company.enroll(program, company.person("mia", company.person("boss")))
    company.acknowledge(enrollment, "mia", "mentee", old)
    new = company.terms(program, duration_weeks={"least": 1, "usual": 2, "most": 3})

    refused = company.acknowledge(enrollment, "boss", "manager", old)
    assert refused.rule == "stale-terms"
    assert "Version 2" in refused.body["detail"]

    assert company.acknowledge(enrollment, "boss", "manager", new).body["accepted"] is False
    assert company.acknowledge(enrollment, "mia", "mentee", new).body["accepted"] is True


def test_an_accepted_enrollment_takes_up_newer_terms(company: Company) -> None:
    old = company.terms(program := company.program())
    enrollment = company.enroll(program, company.person("mia", company.person("boss")))
    company.acknowledge(enrollment, "mia", "mentee", old)
    company.acknowledge(enrollment, "boss", "manager", old)
    new = company.terms(program)
    waiting = company.get(f"/enrollments/{enrollment}").body["waiting_for"]

    company.acknowledge(enrollment, "mia", "mentee", new)
    last = company.acknowledge(enrollment, "boss", "manager", new)

    assert waiting == ["mentee", "manager"]
    assert last.body["accepted"] is True
    assert company.get(f"/enrollments/{enrollment}").body["terms_version"] == 2


def test_a_new_manager_has_to_acknowledge(company: Company) -> None:
    terms = company.terms(program := company.program())
    mia = company.person("mia", company.person("boss"))
    enrollment = company.enroll(program, mia)
    company.acknowledge(enrollment, "boss", "manager", terms)
    other = company.person("other")
    company.send("PUT", f"/people/{mia}/manager", {"manager_id": other}, If_Match='"1"')

    assert company.acknowledge(enrollment, "mia", "mentee", terms).body["accepted"] is False
    former = company.acknowledge(enrollment, "boss", "manager", terms)
    assert former.rule == "acknowledge-for-yourself"
    assert company.acknowledge(enrollment, "other", "manager", terms).body["accepted"] is True


def test_who_leaves_takes_part_no_longer(company: Company) -> None:
    company.terms(program := company.program())
    mia = company.person("mia", company.person("boss"))
    enrollment = company.enroll(program, mia)

    left = company.post(f"/people/{mia}/departure", {"left_on": "2026-01-31"})

    assert left.status == 201
    assert company.get(f"/enrollments/{enrollment}").body["status"] == "withdrawn"
    assert company.event_types(f"enrollment-{enrollment}")[-1] == "EnrollmentWithdrawn"


def test_factors_survive_as_they_were_written(company: Company) -> None:
    program = company.program()
    company.terms(program, policy={"red_factor": 2, "watch_factor": 1.10})

    answer = company.get(f"/programs/{program}/terms/1")

    assert '"watch_factor":1.1,' in answer.answer.text
    assert '"red_factor":2,' in answer.answer.text
