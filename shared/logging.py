"""Log events, not prose: `getLogger(__name__).info("relayed", extra={…})` becomes one JSON line."""

import logging
import sys
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.processors import EventRenamer, ExceptionRenderer, JSONRenderer, TimeStamper
from structlog.stdlib import (
    ExtraAdder,
    ProcessorFormatter,
    add_log_level,
    add_logger_name,
)
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, WrappedLogger

from shared.settings import LogSettings

# Of so many things at most a line names each; of more it tells the number.
MOST_NAMED = 100

# Where it went wrong, never with which values: they may be names, texts and tokens.
_without_values = ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


def _tracebacks(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    rendered = _without_values(logger, method, event)
    for error in rendered.get("exception", ()):
        # PostgreSQL's details quote the row that it refused.
        error["exc_value"] = error["exc_value"].partition("\nDETAIL:")[0]
    return rendered


def configure_logging(settings: LogSettings, *, service: str, process: str) -> None:
    """Everything that is logged in this process goes to stderr, named after its service."""

    def name_process(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {**event, "service": service, "process": process}

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(name_process))
    logging.basicConfig(level=settings.level, handlers=[handler], force=True)
    logging.getLogger("kafka").setLevel(max(logging.WARNING, logging.root.level))


def _formatter(name_process: Any) -> ProcessorFormatter:
    return ProcessorFormatter(
        foreign_pre_chain=[
            merge_contextvars,
            add_log_level,
            add_logger_name,
            ExtraAdder(),
            TimeStamper(fmt="iso", utc=True),
            name_process,
        ],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            _tracebacks,
            EventRenamer("message"),
            JSONRenderer(default=str, sort_keys=True),
        ],
    )
