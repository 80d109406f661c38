"""The answers over HTTP (extra `web`): a Starlette application without state, and the server that runs it."""
