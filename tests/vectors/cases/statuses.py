"""What a status of the Conversion API's response means."""

from vectors.errors import CREDENTIALS, INVALID, NOT_ENABLED, UNEXPECTED, Rejected
from vectors.format import Case, case


def status(number: int, flag: str, comment: str, expected: bool | Rejected) -> Case:
    return case(f"status-{number}", flag, comment, {"status": number}, expected)


CASES = [
    status(200, "Documented", "accepted", True),
    status(401, "Documented", "wrong credentials", CREDENTIALS),
    status(402, "Documented", "no access to the Conversion API", NOT_ENABLED),
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
]
