"""Requests with a bearer token: are they authentic, fresh, and bound to their payload?"""

from vectors.cases.webhooks import claims, forms, headers, orders, payloads

CASES = forms.CASES + headers.CASES + claims.CASES + payloads.CASES + orders.CASES
