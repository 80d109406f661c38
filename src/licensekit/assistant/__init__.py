"""Tools for assistants by the Model Context Protocol (extra `mcp`): answers short enough for a conversation."""
