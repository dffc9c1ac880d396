"""Requests with a bearer token, and whether they are authentic, fresh and bound to their payload."""

from vectors.cases.webhooks.contents import CONTENTS, PAYLOADS, SECRETS, TIMES
from vectors.cases.webhooks.forms import ALGORITHMS, FIELDS, HEADERS, OBJECTS, PARTS, SIZES
from vectors.cases.webhooks.orders import EXAMPLES, ORDERS, REPLAYS
from vectors.format import Topic

NOTES = {
    "Absent": "The field that should hold the token is not there.",
    "Account": "The claim api_key names the account: a string that is not empty.",
    "Accounts": "Each account has secrets of its own; the claim api_key says whose to use.",
    "Algorithm": "HS256 and nothing else; the algorithm is never taken from the token.",
    "AnyAge": "A tolerance of null accepts any iat. It must be an integer all the same.",
    "Application": "The claim application_id is a string or absent, and the expected one if one is expected.",
    "Base64": "Base64url (RFC 4648, section 5) without padding, and one text for the same bytes.",
    "Body": "The hash is over the bytes of the body as they arrived, whatever the method.",
    "Critical": "A header with crit is refused, whatever it holds.",
    "Duplicate": "A member that occurs twice: receivers differ on which value wins.",
    "Empty": "Only a GET binds its query; every other method binds its body, even an empty one.",
    "Expiry": "The token is over when exp is not after now; there is no leeway.",
    "Form": "One token of three parts.",
    "HeaderName": "The name of the field is an argument, compared without regard to case. In another than Authorization the word Bearer may be missing.",
    "Id": "The claim jti is a string that is not empty.",
    "Ignored": "Other members are ignored, in the header (RFC 7515, section 4) as in the claims.",
    "IssuedAt": "The claim iat is an integer, within the tolerance on both sides of now.",
    "Issuer": "The claim iss is Vonage.",
    "Json": "Header and claims are JSON objects in UTF-8 (RFC 8259) without a byte order mark.",
    "KeyHint": "Members that name a key are ignored: nothing is read or fetched.",
    "LetterCase": "Names and values are compared with regard to case.",
    "NotBefore": "The claim nbf may lie ahead by the tolerance, and not at all if that is null.",
    "Order": "Two faults: the check that comes first decides.",
    "PayloadHash": "The claim payload_hash is 64 hexadecimal digits of either case.",
    "Published": "A token of the vendor's SDKs, whose payload is not published.",
    "Query": "A GET without a body binds compact JSON of its query: an object of strings in the order received, non-ASCII characters unescaped.",
    "Replay": "A pair of account and id is accepted once, and remembered only when all else is right.",
    "Rfc7515": "The example of RFC 7515, appendix A.1.",
    "Rfc8725": "An attack of RFC 8725.",
    "Rotation": "While a secret is being replaced, any of several may have signed.",
    "Scheme": "The word Bearer in any case. Another scheme is not a token.",
    "Secrets": "The secret is used as it is, in UTF-8; short ones work.",
    "Signature": "Compared whole, over the two parts as they arrived.",
    "Size": "At most 8,192 bytes.",
    "TwoTokens": "Two fields, or a comma in one: receivers differ on which they read.",
    "Type": "The type is JWT in any case, or absent.",
    "Unbound": "With verify_payload false the payload is neither checked nor handed over.",
}

TOPIC = Topic(
    "webhooks",
    "A request with a bearer token, and what must come out of verifying it at a given moment.",
    NOTES,
    [
        *FIELDS,
        *SIZES,
        *PARTS,
        *OBJECTS,
        *ALGORITHMS,
        *HEADERS,
        *CONTENTS,
        *TIMES,
        *PAYLOADS,
        *SECRETS,
        *EXAMPLES,
        *ORDERS,
        *REPLAYS,
    ],
)
