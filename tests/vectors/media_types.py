"""The media types that Nexmo documents."""

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
JSON_TYPES = (
    JSON,
    "application/jsonrequest",
    "application/x-javascript",
    "text/json",
    "text/javascript",
    "text/x-javascript",
    "text/x-json",
)
