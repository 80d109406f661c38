"""The command `licensekit`. Starting it imports neither pydantic nor lark; a command imports what it needs."""
