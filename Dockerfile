# One image for web, worker, beat and release; docker-compose.yml says which command each one runs.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements.txt /tmp/requirements.txt
RUN /venv/bin/pip install --no-deps --require-hashes -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=credtrack.settings.production \
    CREDTRACK_DATA_DIR=/data \
    CREDTRACK_STATIC_ROOT=/app/static-collected
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin credtrack \
    && install -d -o credtrack -g credtrack -m 0700 /data /data/media /data/beat
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py ./
COPY accounts ./accounts
COPY credtrack ./credtrack
COPY dashboards ./dashboards
COPY enrollments ./enrollments
COPY exchange ./exchange
COPY forecast ./forecast
COPY payers ./payers
COPY planning ./planning
COPY providers ./providers
COPY reminders ./reminders
COPY static ./static
COPY templates ./templates
# Local settings need no secrets from outside: they invent some in a folder that is thrown away.
RUN DJANGO_SETTINGS_MODULE=credtrack.settings.local CREDTRACK_DATA_DIR=/tmp/build \
    python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build \
    && python -m compileall -q /app
USER credtrack
EXPOSE 8000
CMD ["gunicorn", "credtrack.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread"]
