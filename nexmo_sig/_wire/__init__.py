"""The formats on the wire: forms, JSON objects, URLs, and the environments of web servers."""
