"""Nothing ends silently: what ended is said in one line, then all stops or that one is revived."""

import time
from collections.abc import Callable

from deploy.local.child import Child
from deploy.local.stack import Stack

LOOK_SECONDS = 0.2


def watch(stack: Stack, say: Callable[[str], None], *, revive: bool) -> None:
    """Return when one ends that nobody stopped, and that is not to be revived."""
    while True:
        ended = stack.ended()
        if ended is not None:
            say(_epitaph(ended))
            if not (revive and ended.program.name in stack.processes):
                return
            stack.start(ended.program.name)
        time.sleep(LOOK_SECONDS)


def _epitaph(child: Child) -> str:
    return f"{child.program.name} ended with {child.exit_code()}: its log is {child.log}"
