"""Receive signed callbacks with Django: a module of URLs, for ROOT_URLCONF or include()."""

import os

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from nexmo_sig import (
    MemoryReplayGuard,
    NexmoSigError,
    Request,
    RequestTooLarge,
    Signer,
    WebhookVerifier,
    read_request,
)

secret = os.environ["NEXMO_SIGNATURE_SECRET"]
signer = Signer(secret, os.environ["NEXMO_SIGNATURE_METHOD"])
webhooks = WebhookVerifier(secret)
seen = MemoryReplayGuard()


def verified(callback: Request) -> object:
    return (
        webhooks.verify(callback, replay_guard=seen).json()
        if callback.header("Authorization") is not None
        else signer.verify(read_request(callback), replay_guard=seen)
    )


@csrf_exempt
def callback(request: HttpRequest) -> JsonResponse:
    body = request.read(2**20 + 1)
    try:
        if len(body) > 2**20:
            raise RequestTooLarge("the body is over 1 MiB")
        target = request.get_full_path()
        received = verified(Request(request.method, target, request.headers, body))
    except NexmoSigError as error:
        return JsonResponse({"rejected": str(error)}, status=error.response_status)
    return JsonResponse({"received": received})


urlpatterns = [path("callback", callback)]
