"""Signed parameters at a given moment, and whether they are authentic."""

from vectors.cases.verdicts.altered import ALTERATIONS, FAULTS, SIGNATURES
from vectors.cases.verdicts.verdict import AUTHENTIC, FRESHNESS, PRECEDENCE
from vectors.cases.verdicts.whole import REQUESTS

CASES = AUTHENTIC + FRESHNESS + PRECEDENCE + SIGNATURES + ALTERATIONS + FAULTS + REQUESTS
