"""What is logged, and how each line is written: no personal data, a number for each request."""

import environ
from pythonjsonlogger.core import RESERVED_ATTRS

env = environ.Env()
# How each line of the log is written: "line" for people, "json" for whoever collects logs.
LOG_FORMAT = env.str("LOG_FORMAT", "line")
# Each request has a number, the proxy's where it gives one: in its lines of the log, in its answer.
DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-Id",
    "UUID_FORMAT": "hex",
    "EXPOSE_HEADER": False,
    "INTEGRATIONS": [],
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "django_guid.log_filters.CorrelationId"}},
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {correlation_id} {message}",
            "style": "{",
        },
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime} {levelname} {name} {correlation_id} {message}",
            "style": "{",
            "rename_fields": {
                "asctime": "at",
                "levelname": "level",
                "correlation_id": "request_id",
            },
            "json_ensure_ascii": False,
            # Django's own extra is the request as it was asked, with whatever was asked for.
            "reserved_attrs": [*RESERVED_ATTRS, "request"],
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django_guid": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},  # a line per index update otherwise
        "pikepdf": {"level": "WARNING"},
        "gongshi.audit": {"propagate": False},  # production alone has somewhere to mirror to
        "axes": {"level": "ERROR"},  # its lines name people; the database keeps what it saw
    },
}
