"""How the pretend Slack says no."""

from typing import Any


class ApiError(Exception):
    """`name` is Slack's word for it; it comes with HTTP 200 unless it is about the pace."""

    def __init__(self, name: str, *, status: int = 200, retry_after: int | None = None, **extra: Any) -> None:
        super().__init__(name)
        self.name = name
        self.status = status
        self.retry_after = retry_after
        self.extra = extra

    @property
    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.name} | self.extra

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def invalid(name: str, problems: list[str]) -> ApiError:
    messages = [f"[ERROR] {problem}" for problem in problems]
    return ApiError(name, errors=problems, response_metadata={"messages": messages})
