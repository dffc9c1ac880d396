"""The pictures of the documentation, drawn as SVG.

``python docs/refresh.py`` writes them to their files; the site puts these into its pages.
"""
