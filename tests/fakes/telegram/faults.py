"""Errors that a test asks for: an answer of its choice, or a line cut before or after the request had its effect."""

from dataclasses import dataclass

from .errors import ApiError

WORDS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


@dataclass
class Fault:
    method: str
    status: int
    times: int
    retry_after: int | None
    after_effect: bool
    drop: bool
    description: str

    def error(self) -> ApiError:
        text = self.description or WORDS.get(self.status, "Internal Server Error")
        if self.retry_after is not None:
            return ApiError(self.status, text, retry_after=self.retry_after)
        return ApiError(self.status, text)


class Faults:
    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def next(self, method: str) -> Fault | None:
        """The fault that this request meets, used up once. `*` stands for every method."""
        for fault in self.waiting:
            if fault.method.lower() in {method.lower(), "*"}:
                fault.times -= 1
                if not fault.times:
                    self.waiting.remove(fault)
                return fault
        return None
