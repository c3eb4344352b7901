"""Files to Documents: digests in Markdown, records, BibTeX, plain text; more by plug-in.

A reader is a function ``read_x(source, on_skip) -> Iterator[Document]``, registered under the suffix of its files:
``[project.entry-points."kg.readers"]``, ``xml = "my_package:read_xml"``.
"""

from kg.reading.reader import read, read_sources
from kg.reading.source import Source, expand

__all__ = ["Source", "expand", "read", "read_sources"]
