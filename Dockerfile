# One image a service: docker build --build-arg SERVICE=enrollment --target service .
# It holds what is shared and that service, and runs as nobody in particular.

FROM python:3.13-slim AS packages
COPY requirements.image.lock .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.image.lock

FROM python:3.13-slim AS base
COPY --from=packages /venv /venv
WORKDIR /app
COPY shared shared
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001

# Tokens for development; it starts nowhere else.
FROM base AS issuer
COPY deploy/__init__.py deploy/
COPY deploy/issuer deploy/issuer
CMD ["python", "-m", "deploy.issuer"]

FROM base AS service
ARG SERVICE
COPY services/__init__.py services/
COPY services/${SERVICE} services/${SERVICE}
ENV MODULE=services.${SERVICE}
ENTRYPOINT ["sh", "-c", "exec python -m $MODULE \"$@\"", "service"]
CMD ["web"]
