"""What the cases of several kinds are about."""

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
JSON_TYPES = (JSON, "application/jsonrequest", "application/x-javascript", "text/json",
    "text/javascript", "text/x-javascript", "text/x-json")  # fmt: skip
METHODS = ("md5hash", "md5", "sha1", "sha256", "sha512")
NOW = 1_700_000_000
SECRET = "my_signature_secret"
AT_NOW = "2023-11-14 22:13:20"
PARAMS = {"msisdn": "14155550100", "text": "Hello", "timestamp": str(NOW), "to": "14155550101"}
OLD, NEW, OLDEST = "old_secret", "new_secret", "oldest_secret"
FOLDED = {"msisdn": PARAMS["msisdn"], f"text=Hello&timestamp={NOW}&to": PARAMS["to"]}


def but(**changes: str) -> dict[str, str]:
    """Return the usual parameters, changed."""
    return PARAMS | changes


ODD_TEXT = but(text=" a+b%20c\r\n\x00", blank="")
