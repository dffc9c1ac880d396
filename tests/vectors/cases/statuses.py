"""What a status of the Conversion API's response means."""

from vectors.format import Case, Refused, Topic, case

NOTES = {
    "Documented": "A status that the Conversion API reference names.",
    "Undocumented": "Any other status is no success, 2xx included.",
}


def status(number: int, flag: str, comment: str, expected: bool | Refused) -> Case:
    return case(f"status-{number}", flag, comment, {"status": number}, expected)


INVALID, UNEXPECTED = Refused.INVALID_PARAMETERS, Refused.UNEXPECTED_STATUS

TOPIC = Topic(
    "statuses",
    "The HTTP status of a response of the Conversion API, and whether it accepted the request.",
    NOTES,
    [
        status(200, "Documented", "accepted", True),
        status(401, "Documented", "wrong credentials", Refused.WRONG_CREDENTIALS),
        status(402, "Documented", "no access to the Conversion API", Refused.NOT_ENABLED),
        status(420, "Documented", "a parameter is missing or invalid", INVALID),
        status(422, "Documented", "the same", INVALID),
        status(423, "Documented", "the same", INVALID),
        status(100, "Undocumented", "no final response", UNEXPECTED),
        status(201, "Undocumented", "created", UNEXPECTED),
        status(202, "Undocumented", "for later", UNEXPECTED),
        status(204, "Undocumented", "no content", UNEXPECTED),
        status(302, "Undocumented", "credentials must not follow a redirection", UNEXPECTED),
        status(400, "Undocumented", "a client error", UNEXPECTED),
        status(403, "Undocumented", "a client error", UNEXPECTED),
        status(404, "Undocumented", "a client error", UNEXPECTED),
        status(421, "Undocumented", "between those documented", UNEXPECTED),
        status(429, "Undocumented", "too many requests", UNEXPECTED),
        status(500, "Undocumented", "a server error", UNEXPECTED),
        status(503, "Undocumented", "a server error", UNEXPECTED),
    ],
)
