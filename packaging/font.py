"""Cut the two fonts that come with GovDesk out of Noto Sans CJK, so that Chinese shows on a machine without any font.

Usage: python packaging/font.py FOLDER, where the folder holds NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc
(Debian's fonts-noto-cjk). Needs fonttools.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parents[1] / "resources" / "fonts"
FACE = "Noto Sans CJK SC"
# Latin with accents, Greek, Cyrillic, punctuation, signs, arrows, mathematics, boxes, shapes, CJK punctuation and width forms
_COMMON = [
    (0x0020, 0x024F), (0x0300, 0x036F), (0x0370, 0x04FF), (0x1E00, 0x1EFF), (0x2000, 0x27BF), (0x2E80, 0x33FF), (0xF900, 0xFAFF),
    (0xFE10, 0xFE6F), (0xFF00, 0xFFEF),
]  # fmt: skip
_REGULAR = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF)]


def gb2312() -> set[int]:
    """Answer the characters of GB 2312, which cover headings and buttons."""
    rows = [bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    return {ord(text) for row in rows if (text := row.decode("gb2312", errors="ignore"))}


def characters(*ranges: tuple[int, int]) -> set[int]:
    """Answer every code point of the ranges, both ends included."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def face(path: Path) -> TTFont:
    """Take the Simplified Chinese face out of the collection."""
    return next(
        f
        for f in TTCollection(path, lazy=True).fonts
        if (f["name"].getDebugName(16) or f["name"].getDebugName(1)) == FACE
    )


def cut(source: Path, target: Path, wanted: set[int]) -> None:
    """Write a font with the wanted characters alone, its name and licence kept."""
    options = Options()
    options.layout_features = ["ccmp", "kern", "mark", "liga", "calt", "pwid"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = face(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.save(target)
    print(f"{target.name}: {len(font.getBestCmap()):,} characters, {target.stat().st_size / 1e6:.1f} MB")


def main(folder: Path) -> None:
    """Cut both weights."""
    TARGET.mkdir(parents=True, exist_ok=True)
    cut(folder / "NotoSansCJK-Regular.ttc", TARGET / "NotoSansCJKsc-Regular.otf", characters(*_COMMON, *_REGULAR))
    cut(folder / "NotoSansCJK-Bold.ttc", TARGET / "NotoSansCJKsc-Bold.otf", characters(*_COMMON) | gb2312())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
