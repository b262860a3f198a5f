"""x."""


def run() -> str:
    return ""
