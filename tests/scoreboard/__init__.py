"""Which implementations pass which vectors: run ``python -m scoreboard`` in the folder ``tests``."""
