"""What type checkers must refuse: every marked line and no other, by these codes of mypy, pyright."""

import nexmo_sig
from nexmo_sig import Request, SecretAuth, SignatureAuth, Signer, build_request, conversion, encode
from nexmo_sig.integrations.redis import RedisReplayGuard
from nexmo_sig.testing import ConversionServer

URL = "https://example.com/sms"
signer = Signer("a secret", "sha256")
auth = SignatureAuth("key", signer)
report = conversion.build_request
request = build_request("POST", URL, {"to": "1"}, auth=auth)

# Secrets and keys
Signer(b"a secret", "sha256")  # refused: arg-type, reportArgumentType
Signer("a secret")  # refused: call-arg, reportCallIssue
Signer(["a secret", None], "sha256")  # refused: list-item, reportArgumentType
Signer("a secret", "sha256", 1.5e9)  # refused: arg-type, reportArgumentType
SecretAuth("key", None)  # refused: arg-type, reportArgumentType
SignatureAuth("key", "a secret")  # refused: arg-type, reportArgumentType

# Parameters
signer.sign({"ttl": 1.5})  # refused: dict-item, reportArgumentType
signer.sign({"text": b"bytes"})  # refused: dict-item, reportArgumentType
signer.sign({"to": ["1", "2"]})  # refused: dict-item, reportArgumentType
signer.sign({1: "1"})  # refused: dict-item, reportArgumentType
signer.sign("to=1")  # refused: arg-type, reportArgumentType
signer.sign([("to", "1", "2")])  # refused: list-item, reportArgumentType
signer.sign([1, 2])  # refused: list-item, reportArgumentType
signer.sign(range(2))  # refused: arg-type, reportArgumentType
signer.sign({"to", "1"})  # refused: arg-type, reportArgumentType
encode(None)  # refused: arg-type, reportArgumentType
signer.sign({"to": "1"}, timestamp=1.5)  # refused: arg-type, reportArgumentType
signer.verify({"sig": "0"}, tolerance="300")  # refused: arg-type, reportArgumentType
signer.verify({"sig": "0"}, replay_guard=set())  # refused: arg-type, reportArgumentType

# Requests
build_request("POST", URL, {"to": "1"})  # refused: call-arg, reportCallIssue
build_request("POST", URL, {"to": "1"}, auth)  # refused: call-arg, reportCallIssue
build_request("POST", URL, {}, auth=auth, placement="path")  # refused: arg-type, reportArgumentType
Request("POST", URL, body="to=1")  # refused: arg-type, reportArgumentType
request.url = "https://example.org/"  # refused: misc, reportAttributeAccessIssue
request.headers["X-Sent"] = "1"  # refused: index, reportIndexIssue
nexmo_sig.read_request("to=1")  # refused: arg-type, reportArgumentType

# Conversions
report("sms", message_id="1", delivered="yes", auth=auth)  # refused: arg-type, reportArgumentType
report("fax", message_id="1", delivered=True, auth=auth)  # refused: arg-type, reportArgumentType
report("sms", message_id=1, delivered=True, auth=auth)  # refused: arg-type, reportArgumentType
report("sms", message_id="1", delivered=True)  # refused: call-arg, reportCallIssue
report("sms", "1", True, auth=auth)  # refused: call-arg, reportCallIssue
conversion.check_status("200")  # refused: arg-type, reportArgumentType

# Names
nexmo_sig.explian({}, signer)  # refused: attr-defined, reportAttributeAccessIssue
nexmo_sig.MemoryReplayGuard("100")  # refused: arg-type, reportArgumentType
RedisReplayGuard("redis://localhost")  # refused: arg-type, reportArgumentType
ConversionServer().uri.upper()  # refused: attr-defined, reportAttributeAccessIssue
