"""Speed and memory of nexmo_sig, against the official Python SDKs.

``python -m benchmarks`` measures and prints; with ``--write`` it fills the pages in ``docs``.
"""
