"""Report a conversion."""

import os

import requests

from nexmo_sig import ConversionError, SignatureAuth, Signer, conversion

signer = Signer(os.environ["NEXMO_SIGNATURE_SECRET"], os.environ["NEXMO_SIGNATURE_METHOD"])
request = conversion.build_request(
    "sms",
    message_id="00A0B0C0",
    delivered=True,
    auth=SignatureAuth(os.environ["NEXMO_API_KEY"], signer),
    base_url="http://127.0.0.1:8642/conversions",
)
print(request)

response = requests.request(
    request.method,
    request.url,
    headers=request.headers,
    data=request.body,
    allow_redirects=False,
    timeout=10,
)
try:
    conversion.check_status(response.status_code)
    print("accepted")
except ConversionError as error:
    print(error)
