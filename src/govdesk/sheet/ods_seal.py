"""An OpenDocument spreadsheet that is encrypted as a whole, as LibreOffice writes it from version 24.8 on: AES-256-GCM.

Called by `ods_book` in the reading process; the key comes from the password by Argon2id, or by PBKDF2 where that is not to be had.
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64decode
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govdesk.sheet.archive import MAX_UNPACKED, attribute
from govdesk.sheet.refusal import Refusal

#: Name of the part that holds the document.
PACKAGE = "encrypted-package"
_KEY, _VECTOR = 32, 12
_MOST_ROUNDS, _MOST_PASSES, _MOST_LANES = 10_000_000, 50, 64
#: KiB; the reading process may take a gigabyte.
_MOST_MEMORY = 512 * 1024
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Seal:
    """How a whole document is encrypted; without passes its key comes by PBKDF2.

    Args:
        vector: What the encryption starts from.
        salt: What the key is made with beside the password.
        rounds: Of PBKDF2.
        passes: Of Argon2id, over `memory` KiB in `lanes`.
    """

    vector: bytes
    salt: bytes
    rounds: int = 0
    passes: int = 0
    memory: int = 0
    lanes: int = 0

    def open(self, data: bytes, password: str) -> bytes:
        """Return the document, a ZIP archive of its own.

        Raises:
            Refusal: The password is another, or the document is damaged.
        """
        from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm  # noqa: PLC0415 - as in `ods_key`
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        try:
            reader = AESGCM(self._key(hashlib.sha256(password.encode()).digest()))
        except UnsupportedAlgorithm as error:
            raise Refusal("unknown_lock") from error
        body = data.removeprefix(self.vector)
        try:
            plain = reader.decrypt(self.vector, body, None)
        except (InvalidTag, ValueError) as error:
            raise Refusal("wrong_password") from error
        if plain.startswith(_ZIP):
            return plain
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        document = inflate.decompress(plain, MAX_UNPACKED)
        if inflate.unconsumed_tail:
            raise Refusal("bomb")
        return document

    def _key(self, start: bytes) -> bytes:
        if not self.passes:
            return hashlib.pbkdf2_hmac("sha1", start, self.salt, self.rounds, _KEY)
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 - as above

        kdf = Argon2id(salt=self.salt, length=_KEY, iterations=self.passes, lanes=self.lanes, memory_cost=self.memory)
        return kdf.derive(start)


def seal_of(entry: Element) -> Seal | None:
    """Return how the document listed in the manifest is encrypted; None where that is a way that is not known here."""
    data = next(entry.iter("encryption-data"), entry)
    cipher, derived, first = (
        next(data.iter(tag), data) for tag in ("algorithm", "key-derivation", "start-key-generation")
    )
    known = attribute(cipher, "algorithm-name").endswith("aes256-gcm")
    if not known or not attribute(first, "start-key-generation-name").endswith("sha256"):
        return None
    vector, salt = b64decode(attribute(cipher, "initialisation-vector")), b64decode(attribute(derived, "salt"))
    if len(vector) != _VECTOR or int(attribute(derived, "key-size") or _KEY) != _KEY:
        return None
    way = attribute(derived, "key-derivation-name")
    if way == "PBKDF2":
        rounds = int(attribute(derived, "iteration-count"))
        return Seal(vector, salt, rounds=rounds) if 0 < rounds <= _MOST_ROUNDS else None
    if not way.endswith("argon2id"):
        return None
    passes, memory, lanes = (int(attribute(derived, f"argon2-{n}")) for n in ("iterations", "memory", "lanes"))
    bounded = 0 < passes <= _MOST_PASSES and 0 < lanes <= _MOST_LANES and 8 * lanes <= memory <= _MOST_MEMORY
    return Seal(vector, salt, passes=passes, memory=memory, lanes=lanes) if bounded else None
