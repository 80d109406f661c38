# The answers over HTTP, as a user without rights: docker build -t licensekit . && docker run -p 8000:8000 licensekit
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/licensekit && /opt/licensekit/bin/pip install --no-cache-dir ".[web,sbom]"

FROM python:3.13-slim
COPY --from=build /opt/licensekit /opt/licensekit
USER 65534:65534
EXPOSE 8000
HEALTHCHECK CMD ["/opt/licensekit/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
ENTRYPOINT ["/opt/licensekit/bin/licensekit", "serve", "--host", "0.0.0.0"]
