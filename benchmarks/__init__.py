"""Speed and memory of nexmo_sig, against the official SDKs and against what nobody can beat.

``python -m benchmarks`` measures, and writes the pages with the results.
"""
