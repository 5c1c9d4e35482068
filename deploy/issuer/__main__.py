"""`python -m deploy.issuer`: serve the development issuer on PORT."""

from deploy.issuer.app import issuer_app
from deploy.issuer.key import signing_key
from deploy.issuer.settings import issuer_settings
from shared.clock import now
from shared.http.server import serve
from shared.logging import configure_logging
from shared.settings import environment, log_settings, web_settings


def main() -> None:
    if environment() != "development":
        raise SystemExit(
            "the development issuer starts only with MENTORING_ENVIRONMENT=development"
        )
    configure_logging(log_settings(), service="issuer", process="web")
    settings = issuer_settings()
    key = signing_key(settings.state_folder)
    serve(lambda: issuer_app(settings, key, now), web_settings())


if __name__ == "__main__":
    main()
