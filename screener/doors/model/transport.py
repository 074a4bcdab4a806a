"""How a request travels: sent once, to the address that was checked, and to no other.

The model library's HTTP clients follow redirects and send a request again after some connection failures. Either would
put a draft's words on the wire a second time, or on the way to a host nobody allowed. What the library sends besides the
request that was asked for (`egress.leaving` opens the way for it) ends here as well.
"""

import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpx

from screener.doors.model.egress import let_out
from screener.doors.model.endpoint import proxy_for

_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=30.0)
_RETRIED_BY_THE_LIBRARY = (httpx.RemoteProtocolError, httpx.ConnectError)


class _Body(httpx.AsyncByteStream):
    """The body of a response; what is cut off in the middle is a ReadError as well."""

    def __init__(self, response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.AsyncByteStream), "an asynchronous transport gives such a stream"
        self._stream = response.stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._stream:
                yield part
        except _RETRIED_BY_THE_LIBRARY as error:
            raise httpx.ReadError("The connection was cut in the middle of an answer.") from error

    async def aclose(self) -> None:
        await self._stream.aclose()


class OneRequest(httpx.AsyncBaseTransport):
    """Sends each request once. Redirects, refused and cut connections all end as `httpx.ReadError`."""

    def __init__(self, verify: ssl.SSLContext | bool = True) -> None:
        self._verify = verify
        self._by_proxy: dict[str | None, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The response to one request. Raises httpx.ReadError or httpx.TimeoutException."""
        if not let_out(str(request.url), int(request.headers.get("content-length", 0))):
            raise httpx.ReadError(f"{request.url.host} is not where this request may go")
        try:
            response = await self._to(proxy_for(str(request.url))).handle_async_request(request)
        except _RETRIED_BY_THE_LIBRARY as error:
            raise httpx.ReadError(f"{type(error).__name__} while asking {request.url.host}") from error
        if response.has_redirect_location:
            await response.aclose()
            raise httpx.ReadError(f"{request.url.host} answered with a redirect")
        response.stream = _Body(response)
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        for transport in self._by_proxy.values():
            await transport.aclose()
        self._by_proxy.clear()

    def _to(self, proxy: str | None) -> httpx.AsyncHTTPTransport:
        if proxy not in self._by_proxy:
            self._by_proxy[proxy] = httpx.AsyncHTTPTransport(verify=self._verify, proxy=proxy, limits=_LIMITS)
        return self._by_proxy[proxy]


def open_transport(
    ssl_context: ssl.SSLContext | None = None,
    ssl_verify: bool | None = None,
    shared_session: Any = None,
) -> OneRequest:
    """Takes the place of the library's own maker of transports, with its arguments."""
    del shared_session  # belongs to another HTTP library
    return OneRequest(ssl_context if ssl_context is not None else ssl_verify is not False)
