/** What every client of Python does: place parameters, sign, call, read. The text is the same for all APIs. */
export const pythonRuntime = String.raw`import hashlib
import hmac
import json
import re
import urllib.error
import urllib.request
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Generic, List, Mapping, NamedTuple, Optional, Tuple, TypeVar, Union
from urllib.parse import quote, urlsplit

Body = TypeVar("Body")


class Answer(Generic[Body]):
    """What the API answered."""

    def __init__(self, status: int, headers: Dict[str, str], body: Body) -> None:
        self.status = status
        self.headers = headers
        self.body = body


class ApiError(Exception):
    """An answer outside 200 to 299."""

    def __init__(self, answer: "Answer[Any]") -> None:
        super().__init__("The API answered %d." % answer.status)
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.body


class Credentials(NamedTuple):
    access_key_id: str
    secret_access_key: str
    session_token: Optional[str] = None


class ApiClient:
    """Calls the operations of an API.

    api_key is for methods that need one, token for methods whose authorizer reads a header, credentials for methods that are signed.
    """

    def __init__(
        self,
        endpoint: str,
        region: str,
        api_key: Optional[str] = None,
        token: Union[str, Callable[[], str], None] = None,
        credentials: Optional[Credentials] = None,
        headers: Optional[Mapping[str, str]] = None,
        timeout_seconds: float = 35,
    ) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._region = region
        self._api_key = api_key
        self._token = token
        self._credentials = credentials
        self._headers = dict(headers or {})
        self._timeout_seconds = timeout_seconds

    def _call(self, operation: Mapping[str, Any], values: Mapping[str, Any], body: Any = None) -> Any:
        method, path, query, headers = _place(operation, values)
        headers.update(self._headers)
        data = _encode(operation, body)
        if data is not None and operation["content_type"] is not None:
            headers["content-type"] = operation["content_type"]
        self._authorize(operation, headers)
        url = self._endpoint + path + ("?" + query if query else "")
        if operation["is_signed"]:
            _sign(method, url, headers, data or b"", self._signer(operation), self._region)
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_seconds) as response:
                return _read(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            raise ApiError(_read(error.code, error.headers, error.read())) from None

    def _authorize(self, operation: Mapping[str, Any], headers: Dict[str, str]) -> None:
        if operation["needs_api_key"]:
            if self._api_key is None:
                raise ValueError("%s needs an API key: give the client api_key." % operation["name"])
            headers["x-api-key"] = self._api_key
        if operation["token_header"] is not None and self._token is not None:
            headers[operation["token_header"]] = self._token() if callable(self._token) else self._token

    def _signer(self, operation: Mapping[str, Any]) -> Credentials:
        if self._credentials is None:
            raise ValueError("%s is signed: give the client credentials." % operation["name"])
        return self._credentials


def _place(operation: Mapping[str, Any], values: Mapping[str, Any]) -> Tuple[str, str, str, Dict[str, str]]:
    method = operation["method"]
    path = operation["path"]
    query: List[str] = []
    headers: Dict[str, str] = {}
    for key, name, place in operation["parameters"]:
        value = values.get(key)
        if value is None:
            continue
        if place == "method":
            method = _text(value).upper()
        elif place == "path":
            path = _fill(path, name, _text(value))
        elif place == "header":
            headers[name] = _text(value)
        else:
            for each in value if isinstance(value, (list, tuple)) else [value]:
                query.append(_escape(name) + "=" + _escape(_text(each)))
    return method, path, "&".join(query), headers


def _fill(path: str, name: str, value: str) -> str:
    """A greedy variable keeps its slashes."""
    greedy = "{" + name + "+}"
    is_greedy = greedy in path
    segments = value.split("/") if is_greedy else [value]
    if any(segment in ("", ".", "..") for segment in segments):
        raise ValueError("%s cannot be empty, . or .. in a path." % name)
    return path.replace(greedy if is_greedy else "{" + name + "}", "/".join(_escape(segment) for segment in segments))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _escape(text: str) -> str:
    return quote(text, safe="-_.~")


def _encode(operation: Mapping[str, Any], body: Any) -> Optional[bytes]:
    if body is None:
        return None
    is_json = re.search(r"[/+]json\b", operation["content_type"] or "", re.IGNORECASE) is not None
    if not is_json and isinstance(body, bytes):
        return body
    if not is_json and isinstance(body, str):
        return body.encode("utf-8")
    return json.dumps(body).encode("utf-8")


def _read(status: int, headers: Any, data: bytes) -> "Answer[Any]":
    text = data.decode("utf-8", "replace")
    is_json = re.search(r"[/+]json\b", headers.get("content-type", ""), re.IGNORECASE) is not None
    return Answer(status, {name.lower(): value for name, value in headers.items()}, json.loads(text) if is_json and text else text)


def _sign(method: str, url: str, headers: Dict[str, str], data: bytes, credentials: Credentials, region: str) -> None:
    """Signature Version 4: host, date and session token are covered, and all of path, query and body."""
    parts = urlsplit(url)
    date = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope = "/".join([date[:8], region, "execute-api", "aws4_request"])
    covered = {"host": parts.netloc, "x-amz-date": date}
    if credentials.session_token:
        covered["x-amz-security-token"] = credentials.session_token
    headers.update({name: value for name, value in covered.items() if name != "host"})
    names = ";".join(covered)
    lines = "".join("%s:%s\n" % item for item in covered.items())
    path = "/".join(_escape(segment) for segment in parts.path.split("/"))
    query = "&".join("=".join(pair) for pair in sorted(pair.split("=") for pair in parts.query.split("&")))
    canonical = "\n".join([method, path, query, lines, names, hashlib.sha256(data).hexdigest()])
    key = ("AWS4" + credentials.secret_access_key).encode("utf-8")
    for part in scope.split("/"):
        key = hmac.new(key, part.encode("utf-8"), hashlib.sha256).digest()
    digest = hashlib.sha256(canonical.encode("utf-8")).hexdigest()
    proof = hmac.new(key, "\n".join(["AWS4-HMAC-SHA256", date, scope, digest]).encode("utf-8"), hashlib.sha256).hexdigest()
    credential = credentials.access_key_id + "/" + scope
    headers["authorization"] = "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s" % (credential, names, proof)
`;
