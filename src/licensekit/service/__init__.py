"""Requests as plain data in, answers as plain data out: what the web service and assistants' tools have in common.

Nothing here reads a file, a clock or the network: a licence is one of the catalogue, or its text stands in the request.
"""
