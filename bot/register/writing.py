"""The register as a table: the same columns that an import reads."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.register import duties, sheet
from bot.register.columns import EXPORTED, NAMES, Column
from storage.register.people import Known
from storage.sealing import Keyring

CONVENES = " (sammankallande)"
SEALED = (Column.EMAIL, Column.PHONE)


@dataclass(frozen=True, slots=True)
class Writer:
    """Names for the numbers, and keys for what is sealed; without keys those columns are not written."""

    branches: dict[int | None, str]
    networks: dict[int, str]
    keys: Keyring

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for column in EXPORTED if self.keys or column not in SEALED)

    def lines(self, people: list[Known]) -> Iterator[str]:
        yield sheet.MARK + sheet.write_line(NAMES[column][0] for column in self.columns)
        for known in people:
            cells = self.cells(known)
            yield sheet.write_line(cells[column] for column in self.columns)

    def cells(self, known: Known) -> dict[Column, str]:
        """What is in each column, as text.

        Raises:
            NoKeyError: something is sealed, and not with one of the keys.

        """
        joined = sorted(self.networks[j.network_id] + CONVENES * j.convenes for j in known.networks)
        held = (duties.write_duty(post, self.branches.get(post.branch_id, "")) for post in known.posts)
        phone = self.keys.open(known.phone)
        return {
            Column.NUMBER: known.number,
            Column.NAME: known.name,
            Column.BRANCH: self.branches[known.branch_id],
            Column.LANGUAGE: known.language,
            Column.CONTACT: known.app,
            Column.EMAIL: self.keys.open(known.email),
            Column.PHONE: sheet.spelled(phone) if phone else "",
            Column.NETWORKS: f" {duties.APART} ".join(joined),
            Column.POSTS: f" {duties.APART} ".join(held),
        }
