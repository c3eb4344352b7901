"""How extraction is spread: over the processes of one machine, or over a cluster.

An engine is a function ``extract_all(documents, config) -> Iterator[Extraction]`` that keeps the order of the
documents, registered by name: ``[project.entry-points."kg.engines"]``.
"""
