"""Errors that a test asks for: an answer of its choice, or a line cut before or after the request had its effect."""

from dataclasses import dataclass

from .errors import ApiError


@dataclass
class Fault:
    """`error` is Slack's word in a 200; `status` an HTTP answer that is no Slack answer; `drop` no answer at all."""

    method: str
    error: str = ""
    status: int = 200
    times: int = 1
    retry_after: int | None = None
    after_effect: bool = False
    drop: bool = False

    def as_error(self) -> ApiError:
        status = 429 if self.error == "ratelimited" else self.status
        return ApiError(self.error, status=status, retry_after=self.retry_after)


class Faults:
    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def next(self, method: str) -> Fault | None:
        """The fault that this request meets, used up once. `*` stands for every method."""
        for fault in self.waiting:
            if fault.method in {method, "*"}:
                fault.times -= 1
                if not fault.times:
                    self.waiting.remove(fault)
                return fault
        return None
