"""Asking the graph: SPARQL, named queries, what is known of a thing, and the server."""
