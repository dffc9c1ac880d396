"""Sending: every way to build a request, with every type of value."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal, NotRequired, TypedDict, assert_type

from typing_extensions import override

from nexmo_sig import (
    FORM,
    JSON,
    ConversionError,
    Request,
    SecretAuth,
    SignatureAuth,
    SignatureMethod,
    Signer,
    build_request,
    conversion,
    encode,
)
from nexmo_sig.types import Auth, Params, Placement, Value

Transport = Callable[[str, str, Mapping[str, str], bytes], int]


class ConversionClient:
    """Reports conversions over any transport."""

    def __init__(self, transport: Transport, auth: Auth, placement: Placement = "body") -> None:
        self.transport = transport
        self.auth = auth
        self.placement: Placement = placement

    def report(
        self,
        endpoint: Literal["sms", "voice"],
        message_id: str,
        delivered: bool,
        at: datetime | None = None,
    ) -> Exception | None:
        """Send the report, and return why it was refused."""
        request = conversion.build_request(
            endpoint,
            message_id=message_id,
            delivered=delivered,
            timestamp=at,
            auth=self.auth,
            media_type=JSON,
            placement=self.placement,
        )
        assert_type(request, Request)
        status = self.transport(request.method, request.url, request.headers, request.body)
        try:
            conversion.check_status(status)
        except ConversionError as error:
            assert_type(error.status, int)
            return error
        return None


def clients(transport: Transport) -> list[ConversionClient]:
    """Return a client for each way to authenticate."""
    signer = Signer(["new secret", "old secret"], SignatureMethod.SHA256, clock=lambda: 1.5e9)
    return [
        ConversionClient(transport, SecretAuth("key", "secret")),
        ConversionClient(transport, SignatureAuth("key", signer), "query"),
        ConversionClient(transport, OwnAuth()),
    ]


class OwnAuth(Auth):
    """Any object with this method authenticates."""

    @override
    def apply(self, params: Params) -> dict[str, str]:
        """Return the parameters with credentials of another kind."""
        return SecretAuth("key", "secret").apply(params) | {"token": "t"}


class Message(TypedDict):
    """What a message consists of."""

    to: str
    text: NotRequired[str]
    ttl: int


def send_typed(auth: Auth, message: Message, fields: Iterable[tuple[str, str]]) -> None:
    """Give a TypedDict, and what an iterable yields."""
    assert_type(build_request("POST", "https://example.com/sms", message, auth=auth), Request)
    assert_type(build_request("POST", "https://example.com/sms", fields, auth=auth), Request)
    assert_type(encode(Message(to="1", ttl=2)), bytes)
    assert_type(encode(zip(["to", "ttl"], ["1", "2"], strict=True)), bytes)
    assert_type(encode({("to", "1"), ("ttl", "2")}), bytes)
    assert_type(encode([["to", "1"], ["ttl", "2"]]), bytes)


def send_message(auth: Auth, signer: Signer) -> None:
    """Give parameters of every kind."""
    params: dict[str, Value] = {"to": "447700900000", "ttl": 2, "flash": True, "ref": None}
    params["at"] = datetime.now(UTC)
    assert_type(build_request("POST", "https://example.com/sms", params, auth=auth), Request)
    assert_type(signer.sign({"to": "447700900000", "ttl": 2}, timestamp=1), dict[str, str])
    assert_type(signer.sign([("to", "447700900000"), ("ttl", 2)]), dict[str, str])
    assert_type(signer.sign({"to": "447700900000"}.items()), dict[str, str])
    assert_type(signer.sign((name, "1") for name in "ab"), dict[str, str])
    assert_type(signer.signature({"to": "447700900000"}), str)
    assert_type(encode({"to": "447700900000"}, FORM), bytes)


def report_voice(auth: Auth) -> Request:
    """Name the endpoint by its member, and the outcome by its text."""
    return conversion.build_request(
        conversion.Endpoint.VOICE,
        message_id="00A0B0C0",
        delivered="0",
        timestamp="2026-01-31 12:00:00",
        auth=auth,
    )
