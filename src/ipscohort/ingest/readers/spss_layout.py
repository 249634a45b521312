"""How many records an SPSS file (.sav) says it holds, and whether its data end with a whole one.

pyreadstat believes the number in the header where the file holds more, and drops a last record that is cut short. Layout: PSPP,
Developers Guide, "System File Format", https://www.gnu.org/software/pspp/pspp-dev/.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

COMPRESSION, RECORDS, HEADER = 72, 80, 176
"""Where the header says how rows are packed and how many there are; where the dictionary starts."""
ELEMENT = 8
UNKNOWN = -1
VARIABLE, LABELS, LABELLED, DOCUMENTS, EXTENSION, END = 2, 3, 4, 6, 7, 999


@dataclass
class Layout:
    """What is read of a file's bytes.

    Attributes
    ----------
    data : bytes
    order : str
        Of bytes in a number: < or >.
    """

    data: bytes
    order: str

    @classmethod
    def of(cls, data: bytes) -> Layout:
        """The layout code in the header is 2 or 3 in the file's order of bytes."""
        return cls(data, "<" if data[64:66] in (b"\x02\x00", b"\x03\x00") else ">")

    @property
    def records(self) -> int:
        """As the header says; `UNKNOWN` where it does not."""
        return self._whole(RECORDS)

    def uncounted(self) -> bytes:
        """The same file without that number, so that it is read to its end."""
        return self.data[:RECORDS] + struct.pack(f"{self.order}i", UNKNOWN) + self.data[RECORDS + 4 :]

    def ends_within_a_record(self) -> bool:
        """Whether rows that are not packed end in the midst of one."""
        if self._whole(COMPRESSION):
            return False
        start, elements = self._dictionary()
        rest = len(self.data) - start
        return rest % (ELEMENT * elements) != 0 if elements else rest > 0

    def _dictionary(self) -> tuple[int, int]:
        """Where the rows start, and of how many elements of eight bytes one consists."""
        at, elements = HEADER, 0
        while (kind := self._whole(at)) != END:
            at += 4
            if kind == VARIABLE:
                elements += 1
                at = self._after_variable(at)
            elif kind == LABELS:
                at = self._after_labels(at)
            elif kind == LABELLED:
                at += 4 + 4 * self._count(at)
            elif kind == DOCUMENTS:
                at += 4 + 80 * self._count(at)
            elif kind == EXTENSION:
                at += 12 + self._count(at + 4) * self._count(at + 8)
            else:
                raise ValueError("no record of a dictionary")
        return at + 8, elements

    def _after_variable(self, at: int) -> int:
        labelled, missing = self._whole(at + 4), self._whole(at + 8)
        at += 28
        if labelled:
            at += 4 + -(-self._count(at) // 4) * 4
        return at + ELEMENT * abs(missing)

    def _after_labels(self, at: int) -> int:
        many, at = self._count(at), at + 4
        for _ in range(many):
            length = self.data[at + ELEMENT]
            at += ELEMENT + -(-(length + 1) // ELEMENT) * ELEMENT
        return at

    def _count(self, at: int) -> int:
        """A number of things that follow: no more than there are bytes."""
        found = self._whole(at)
        if not 0 <= found <= len(self.data):
            raise ValueError("no possible count")
        return found

    def _whole(self, at: int) -> int:
        return struct.unpack_from(f"{self.order}i", self.data, at)[0]
