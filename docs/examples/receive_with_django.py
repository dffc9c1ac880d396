"""Receive signed callbacks with Django: a module of URLs, for ROOT_URLCONF or include()."""

import os

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from nexmo_sig import MemoryReplayGuard, NexmoSigError, Request, Signer, read_request

signer = Signer(os.environ["NEXMO_SIGNATURE_SECRET"], os.environ["NEXMO_SIGNATURE_METHOD"])
seen = MemoryReplayGuard()


@csrf_exempt
def callback(request: HttpRequest) -> JsonResponse:
    try:
        params = signer.verify(read_request(Request.from_wsgi(request.META)), replay_guard=seen)
    except NexmoSigError as error:
        return JsonResponse({"refused": str(error)}, status=error.response_status)
    return JsonResponse({"received": params})


urlpatterns = [path("callback", callback)]
