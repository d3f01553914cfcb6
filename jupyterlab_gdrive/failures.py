"""A failure in words: before the proxy answers, or as it answered."""

from __future__ import annotations


class ProxyError(Exception):
    """``code`` is one of protocol/errors.ts; ``message`` a sentence that says what to do."""

    def __init__(
        self, code: str, message: str, status: int = 502, /, **details: str | float | bool
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.details = details

    def reply(self) -> dict[str, object]:
        """The body that the panel reads, an ErrorReply of protocol/errors.ts."""
        return {"code": self.code, "message": self.message, "details": self.details}
