"""How a client comes to its service: the consent page, our own description."""

from __future__ import annotations

import json
import re
import urllib.parse

import google.auth.transport.requests
import httplib2
import requests
from google.oauth2 import credentials as user_credentials
from googleapiclient.discovery import build, build_from_document
from googleapiclient.http import MediaInMemoryUpload

from conformance.judging import equal
from conformance.python_client.client import SCOPES, account, judge
from emulator.client import Emulator


@judge.operation("sign in by browser")
def code_flow(emulator: Emulator) -> None:
    """The consent page, the code, and a refresh by google-auth."""
    redirect = "http://localhost:1/"
    asked = {"redirectUris": [redirect], "desktop": False}
    client = emulator.ask("POST", "clients", asked)
    parameters = {
        "client_id": client["clientId"],
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "access_type": "offline",
        "prompt": "consent",
        "state": "s",
    }
    url = "https://accounts.google.com/o/oauth2/v2/auth"
    page = requests.get(url, params=parameters, timeout=10)
    action = urllib.parse.urljoin(page.url, action_of(page.text))
    form = {"account": emulator.subject, "decision": "allow"}
    back = requests.post(action, data=form, allow_redirects=False, timeout=10)
    query = urllib.parse.urlparse(back.headers["Location"]).query
    code = urllib.parse.parse_qs(query)["code"][0]
    grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
    secret = {"client_id": client["clientId"], "client_secret": client["clientSecret"]}
    token_url = "https://oauth2.googleapis.com/token"
    tokens = requests.post(token_url, data={**grant, **secret}, timeout=10).json()
    mine = user_credentials.Credentials(
        None, refresh_token=tokens["refresh_token"], token_uri=token_url, **secret
    )
    mine.refresh(google.auth.transport.requests.Request())
    told = build("drive", "v3", credentials=mine).about().get(fields="user").execute()
    equal(told["user"]["emailAddress"], emulator.subject, "who I am")


def action_of(page: str) -> str:
    found = re.search(r'action="([^"]+)"', page)
    if found is None:
        raise AssertionError("the page has no form")
    return re.sub(r"&#(\d+);", lambda mark: chr(int(mark[1])), found[1])


@judge.operation("built from our own description")
def own_description(emulator: Emulator) -> None:
    url = "https://www.googleapis.com/discovery/v1/apis/drive/v3/rest"
    _, document = httplib2.Http().request(url)
    service = build_from_document(json.loads(document), credentials=account(emulator))
    media = MediaInMemoryUpload(b"abc", mimetype="text/plain")
    made = service.files().create(body={"name": "f"}, media_body=media, fields="size").execute()
    equal(made, {"size": "3"}, "an upload")
