"""``kg serve``: the graph over HTTP: SPARQL endpoint, linked data, pages to browse. Needs the extra ``serve``."""
