"""The pictures of the site, drawn as SVG when it is built."""
