"""The encrypted parts of an OpenDocument spreadsheet, opened in memory by its password.

Called by `ods_book` in the reading process; knows what LibreOffice wrote up to version 24 (AES-256, keys by PBKDF2); `ods_seal` what came after.
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64decode
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govdesk.sheet.archive import MAX_UNPACKED, attribute
from govdesk.sheet.refusal import Refusal

_CHECKED = 1024
_MOST_ROUNDS = 10_000_000
_AES_KEY = 32


@dataclass(frozen=True, slots=True)
class Lock:
    """How one part of a document is encrypted."""

    vector: bytes
    salt: bytes
    rounds: int
    key_size: int
    start: str
    check: str
    checksum: bytes

    def open(self, data: bytes, password: str) -> bytes:
        """Return the plain content of a part.

        Raises:
            Refusal: The password is another, or the part is damaged.
        """
        from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415 - only encrypted documents pay for it
        from cryptography.hazmat.primitives.ciphers.algorithms import AES  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.modes import CBC  # noqa: PLC0415

        start = hashlib.new(self.start, password.encode()).digest()
        key = hashlib.pbkdf2_hmac("sha1", start, self.salt, self.rounds, self.key_size)
        reader = Cipher(AES(key), CBC(self.vector)).decryptor()
        plain = reader.update(data) + reader.finalize()
        padding = plain[-1] if plain else 0
        packed = plain[:-padding] if 0 < padding <= len(self.vector) else plain
        if hashlib.new(self.check, packed[:_CHECKED]).digest() != self.checksum:
            raise Refusal("wrong_password")
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        content = inflate.decompress(packed, MAX_UNPACKED)
        if inflate.unconsumed_tail:
            raise Refusal("bomb")
        return content


def lock_of(entry: Element) -> Lock | None:
    """Return how a part listed in the manifest is encrypted; None where that is a way that is not known here."""
    data = next(entry.iter("encryption-data"), entry)
    cipher, derived, first = (
        next(data.iter(tag), data) for tag in ("algorithm", "key-derivation", "start-key-generation")
    )
    if (
        not attribute(cipher, "algorithm-name").endswith("aes256-cbc")
        or attribute(derived, "key-derivation-name") != "PBKDF2"
    ):
        return None
    rounds, size = int(attribute(derived, "iteration-count")), int(attribute(derived, "key-size") or _AES_KEY)
    if not 0 < rounds <= _MOST_ROUNDS or size != _AES_KEY:
        return None
    return Lock(
        b64decode(attribute(cipher, "initialisation-vector")),
        b64decode(attribute(derived, "salt")),
        rounds,
        size,
        "sha256" if attribute(first, "start-key-generation-name").endswith("sha256") else "sha1",
        "sha256" if "sha256" in attribute(data, "checksum-type").lower() else "sha1",
        b64decode(attribute(data, "checksum")),
    )
