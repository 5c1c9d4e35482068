"""Whichever process is killed while a program is imported: it is all there in the end, once."""

from pathlib import Path

from deploy.local.processes import ISSUER, PIPES, WEB
from deploy.local.stack import Stack
from shared.clock import now
from tests.support.eventually import eventually
from tests.support.imports import (
    ENTITIES,
    alerts_in,
    counts,
    mentoring,
    start_mentoring,
    write_example_as,
)
from tests.support.reliving import alerts_of

EVERY_PROCESS = (*WEB, *PIPES, ISSUER)


def test_every_process_may_be_killed_during_an_import(stack: Stack, tmp_path: Path) -> None:
    folder = write_example_as(stack, tmp_path / "killed", "killed-meanwhile")
    importing = start_mentoring(stack, "import", folder, "--json")
    for name in EVERY_PROCESS:
        stack.kill(name)
        stack.start(name)
    assert importing.poll() is None
    stack.wait_until_ready()
    for name in EVERY_PROCESS:
        stack.kill(name)
        stack.start(name)
        stack.wait_until_ready([name])
    out, err = importing.communicate(timeout=120)

    assert importing.returncode == 0, err
    for kind, number in ENTITIES.items():
        done = counts(out)[kind]
        assert (done["new"] + done["same"], done["refused"]) == (number, 0)
    eventually(lambda: alerts_in(stack, folder) == alerts_of(folder, now()), seconds=60)
    assert mentoring(stack, "import", folder)[0] == 0
    assert alerts_in(stack, folder) == alerts_of(folder, now())
