"""Calendar files for tests."""

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
END = "END:VCALENDAR\r\n"


def event(uid: str = "1@x", *lines: str, start: str = "DTSTART:20270301T180000", title: str = "Torgmöte") -> str:
    rows = ["BEGIN:VEVENT", f"UID:{uid}", start, f"SUMMARY:{title}", *lines, "END:VEVENT"]
    return "".join(f"{row}\r\n" for row in rows if row)


def calendar(*events: str) -> bytes:
    return f"{HEAD}{''.join(events)}{END}".encode()
