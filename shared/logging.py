"""Log events, not prose: `getLogger(__name__).info("relayed", extra={…})` becomes one JSON line."""

import logging
import sys
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.processors import EventRenamer, JSONRenderer, TimeStamper, dict_tracebacks
from structlog.stdlib import (
    ExtraAdder,
    ProcessorFormatter,
    add_log_level,
    add_logger_name,
)
from structlog.typing import EventDict, WrappedLogger

from shared.settings import LogSettings


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
            dict_tracebacks,
            EventRenamer("message"),
            JSONRenderer(default=str, sort_keys=True),
        ],
    )
