"""Signed parameters at a given moment, and whether they are authentic."""

from vectors.cases.verdicts.alterations import ALTERATIONS, FAULTS
from vectors.cases.verdicts.authentic import AUTHENTIC
from vectors.cases.verdicts.freshness import FRESHNESS, PRECEDENCE
from vectors.cases.verdicts.received_sigs import SIGNATURES
from vectors.cases.verdicts.whole_requests import REQUESTS
from vectors.format import Topic

NOTES = {
    "Altered": "The parameters are not those that were signed.",
    "AnyAge": "A tolerance of null accepts any age. The timestamp must be there and readable all the same.",
    "Blank": "A blank value is a parameter.",
    "Boundary": "At the very end of the tolerance, which is part of it, or just beyond.",
    "Duplicate": "A name that occurs twice is refused before anything is verified.",
    "Expired": "The timestamp is further from the present than the tolerance, in the past or the future.",
    "FoldedName": "Parameters folded into one name have the same string to sign, so the signature would be right.",
    "KnownWeakness": "What the scheme cannot tell apart: &, = and _ in a value; a secret of HMAC with and without NULs at its end.",
    "LetterCase": "Signatures are compared without regard to case: Nexmo sends HMAC in upper case, md5hash in lower case.",
    "LoneSurrogate": "UTF-8 cannot encode a lone surrogate. A language whose text cannot hold one skips the case.",
    "NoSig": "The request was not signed.",
    "NoTimestamp": "A signature without a timestamp would be right for ever.",
    "OddSig": "Whatever is received as sig, it is compared; nothing falls over, and nothing is trimmed or converted.",
    "Order": "The order of the parameters does not matter.",
    "OtherMethod": "Signed by another method than the account's: the method is never taken from the request.",
    "OtherSecret": "Signed with another secret.",
    "Realistic": "A callback as Nexmo documents it.",
    "Request": "Read from a whole request first.",
    "Rotation": "While a secret is being replaced, any of several may have signed.",
    "SignatureFirst": "The signature is checked first: only an authentic request learns about its timestamp.",
    "SignerFault": "A way in which signers go wrong.",
    "Unicode": "Text beyond ASCII.",
    "UnixTimestamp": "ASCII digits and nothing else.",
    "UTCTimestamp": "yyyy-MM-dd HH:mm:ss in UTC, as the Conversion API sends it, and nothing that is only like it.",
}

TOPIC = Topic(
    "verdicts",
    "Parameters or a request, received at a given moment, and whether they are authentic and fresh.",
    NOTES,
    AUTHENTIC + FRESHNESS + PRECEDENCE + SIGNATURES + ALTERATIONS + FAULTS + REQUESTS,
)
