"""Text tables: finds the encoding and the separator of a CSV file and sends its rows, every cell a text.

Called by `worker` in the reading process.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from io import StringIO
from itertools import islice

from govdesk.sheet.inspection import wide_text
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Shape, Stream

_SEPARATORS = (",", ";", "\t")
_SAMPLE_BYTES = 200_000
_SAMPLE_ROWS = 200
_HEAD = 4096
_DECLARED = re.compile(r'"?sep=([,;\t|])"?[ \t]*\r?\n', re.IGNORECASE)
_GUARDED = re.compile(r"'+(?:[\t\r]|\s*[=+\-@＝＋－＠])")
# The most frequent characters of Chinese prose and of the headings of registers: a wrong decoding hardly hits them.
_SHARED = (
    "的一是不了在人有我他大来上到地以中可下出而子生自年那得就作里用事成方行所然家日小起心本文天分能同工面自前法部定如"
    "主意理力明制公司三二四五六七八九十月高低已未待否名字第次件注位目表合度量平加全部安金法期限品管重要求市交通用"
    "信息利害人名管理影回告知正常急日志任命客商城市外内手册工作交付批次改造委托指派"
)
_SIMPLIFIED = _SHARED + (
    "这们来个说为会时国过对后没还发动经进么样现当两长问间业务员机电话项风险应对负责状态类别优级说明编号备注"
    "关键联系单经济训练计划实际开始结束时间门职称组织变更记录库总结确认处价值权标识评审响应权利图题"
    "学习导师执办报审软调规数据种线统车东华张陈刘杨赵"
)
_TRADITIONAL = _SHARED + (
    "這們來個說為會時國過對後沒還發動經進麼樣現當兩長問間業務員機電話項風險應對負責狀態類別優級說明編號備註"
    "關鍵聯繫單經濟訓練計劃實際開始結束時間門職稱組織變更記錄庫總結確認處價值權標識評審響應權利圖題"
    "學習導師執辦報審軟調規數據種線統車東華張陳劉楊趙"
)
_PUNCTUATION = frozenset("，。、；：（）“”《》？！　√×")
_COMMON = {"gb18030": frozenset(_SIMPLIFIED), "big5hkscs": frozenset(_TRADITIONAL)}
# Both encodings put the characters in everyday use into rows of their own: the plain form and its lead bytes.
_EVERYDAY = {"gb18030": ("gb2312", 0xB0, 0xD7), "big5hkscs": ("big5", 0xA4, 0xC6)}


def decode(data: bytes) -> str:
    """Decode a text file: by its byte order mark, as UTF-8, or as the Chinese encoding that yields common characters.

    Raises:
        Refusal: The bytes are no text in any of these.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").removeprefix("\ufeff")
    if b"\0" in data[:_HEAD] and (encoding := wide_text(data[:_HEAD])):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.start > 3:
            return data.decode("utf-8-sig", "replace")
    best = max(((_score(data, encoding), encoding) for encoding in _COMMON), key=lambda pair: pair[0])
    if best[0] <= 0:
        return data.decode("cp1252", "replace")
    return data.decode(best[1], "replace")


def _score(data: bytes, encoding: str) -> float:
    """Rate a decoding, 1 at best: common characters speak for it, rare and impossible ones against."""
    wide = Counter(c for c in data[:_SAMPLE_BYTES].decode(encoding, "replace") if c > "\x7f")
    plain, first, last = _EVERYDAY[encoding]

    def weight(character: str) -> float:
        if character in _COMMON[encoding] or character in _PUNCTUATION:
            return 1.0
        # Private characters come from byte pairs that the encoding leaves unused.
        if character == "\ufffd" or "\ue000" <= character <= "\uf8ff":
            return -2.0
        lead = character.encode(plain, "ignore")[:1]
        return 0.2 if lead and first <= lead[0] <= last else -0.5

    return sum(weight(c) * n for c, n in wide.items()) / max(wide.total(), 1)


def separator(text: str) -> str:
    """Return the separator under which most rows have the same number of cells, more than one."""
    sample = text[:_SAMPLE_BYTES]

    def fit(candidate: str) -> tuple[float, int]:
        rows = islice(csv.reader(StringIO(sample, newline=""), delimiter=candidate), _SAMPLE_ROWS)
        widths = Counter(len(row) for row in rows if any(row))
        total = widths.total()
        del widths[1]
        width, agreeing = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
        return agreeing / max(total, 1), width

    return max(_SEPARATORS, key=fit)


def read_csv(data: bytes, name: str, stream: Stream) -> None:
    """Send a text table through the stream as one sheet.

    Args:
        data: The whole file.
        name: What to call the sheet.
    """
    text = decode(data)
    if text.count("\0") > len(text) // 100:
        raise Refusal("unknown")
    text = text.replace("\0", "\ufffd")
    csv.field_size_limit(len(text) + 1)
    declared = _DECLARED.match(text)
    mark = declared[1] if declared else separator(text)
    shape = Shape()
    stream.book("csv", {})
    stream.sheet(name)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark)
    if '"' in text and _runs_away(text, mark):
        reader = csv.reader(StringIO(text, newline=""), delimiter=mark, quoting=csv.QUOTE_NONE)
        shape.notices.append(("open_quote", {}))
    # Equal texts travel and are kept as one.
    known: dict[str | None, str | None] = {}
    for row, cells in enumerate(reader):
        if row or not declared:
            stream.row(row, [known.setdefault(text, text) for text in map(_plain, cells)])
        if row % 10_000 == 0:
            stream.progress(row, 0)
    stream.end(shape)


def _runs_away(text: str, mark: str) -> bool:
    """Tell whether a quote that is never closed swallows the rest of the file into one cell."""
    last = deque(csv.reader(StringIO(text, newline=""), delimiter=mark), maxlen=1)
    return bool(last and last[0]) and last[0][-1].count("\n") > 1 and not text.rstrip().endswith('"')


def _plain(cell: str) -> str | None:
    """Take off the apostrophe that keeps spreadsheet programs from running a text as a formula."""
    return (cell[1:] if _GUARDED.match(cell) else cell) or None
