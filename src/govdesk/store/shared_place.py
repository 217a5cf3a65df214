"""Recognises a file that lies in a folder kept in step with other computers, or on a network share.

SQLite's locks and syncs do not reach across such a folder: the programs that fill it copy the file while it is written,
and put two people's versions side by side. The window offers a copy on this computer once.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from govdesk.i18n import N_, Message

#: Shown name of a service, and what a folder of its own is called or begins with, in lower case.
_SERVICES = (
    (N_("OneDrive"), r"onedrive( - .+|-.+)?"),
    (N_("SharePoint"), r".+ - sharepoint"),
    (N_("Dropbox"), r"dropbox( \(.+\))?"),
    (N_("iCloud Drive"), r"com~apple~clouddocs|icloud ?drive|iclouddrive~.+|icloud云盘"),
    (N_("Google Drive"), r"google ?drive( .+)?|googledrive-.+"),
    (N_("Box"), r"box sync"),
    (N_("Nextcloud"), r"nextcloud\d*|owncloud"),
    (N_("Syncthing"), r"syncthing|resilio sync"),
    (N_("Nutstore"), r"nutstore( files)?|nutstorefiles|我的坚果云|坚果云( .+)?|jianguoyun"),
    (N_("Baidu Netdisk"), r"baidusyncdisk|baidunetdisk(sync|workspace)?|百度网盘.*|百度云.*"),
    (N_("WPS Cloud"), r"wps ?drive|wps ?云盘|wps云文档|wpsdrive .+"),
    (N_("Tencent Weiyun"), r"微云( .+)?|微云同步.*|weiyun|weiyunsync"),
    (N_("Tianyi Cloud"), r"天翼云盘.*|ecloud"),
    (N_("Aliyun Drive"), r"阿里云盘.*|aliyundrive"),
    (N_("Feishu Drive"), r"飞书云盘.*|feishu ?drive|lark ?drive"),
)
_MARKS = {
    ".dropbox": N_("Dropbox"),
    ".stfolder": N_("Syncthing"),
    ".owncloudsync.log": N_("Nextcloud"),
    ".nutstore": N_("Nutstore"),
}
#: How Windows writes a share where a path may be long.
_LONG_UNC = "\\\\?\\UNC\\"
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse", "ceph", "glusterfs", "afs"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shared:
    """A place that other computers reach too.

    Args:
        kind: `cloud` or `network`.
        name: The service, in the source language, or the name of the share.
    """

    kind: str
    name: str

    def words(self, file: str) -> Message:
        """Return what can go wrong there, and what is safe."""
        if self.kind == "cloud":
            text = N_(
                "“{file}” lies in a folder that {name} keeps in step with other computers. It copies the file while it is "
                "being saved: two people at once end up with two versions, and a copy taken half way cannot be opened. "
                "It is safe to work on a copy on this computer and to put a copy back, or to merge a colleague's."
            )
        else:
            text = N_(
                "“{file}” lies on a network drive ({name}). Where the network drops, an edit cannot be saved, and not every "
                "drive keeps two people from writing at once. It is safe to work on a copy on this computer and to merge "
                "a colleague's."
            )
        return Message(text, {"file": file, "name": Message(self.name) if self.kind == "cloud" else self.name})


def shared_place(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> Shared | None:
    """Return the cloud folder or the network drive in which a file lies, or None.

    Args:
        path: The file.
        mounts: Where the system tells what is mounted.
    """
    return _cloud(path) or _network(path, mounts)


def _cloud(path: Path) -> Shared | None:
    parts = [p for p in PureWindowsPath(str(path.parent)).parts if p not in ("/", "\\")]
    for part in parts:
        for name, pattern in _SERVICES:
            if re.fullmatch(pattern, part, re.IGNORECASE):
                return Shared("cloud", name)
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        home = os.environ.get(variable)
        if home and path.is_relative_to(home):
            return Shared("cloud", "OneDrive")
    for folder in path.parents:
        for mark, name in _MARKS.items():
            if (folder / mark).exists() and folder != Path.home():
                return Shared("cloud", name)
    return None


def _network(path: Path, mounts: Path) -> Shared | None:
    text = str(path)
    if text.startswith(_LONG_UNC):
        text = "\\\\" + text.removeprefix(_LONG_UNC)
    if text.startswith(("\\\\", "//")) and not text.startswith(("\\\\?\\", "\\\\.\\")):
        return Shared("network", "\\".join(PureWindowsPath(text).parts[:1]).rstrip("\\"))
    if sys.platform == "win32":
        return _windows_drive(path)
    best: tuple[int, str, str] = (-1, "", "")
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    for line in lines:
        left, _, right = line.partition(" - ")
        place = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), left.split()[4])
        if path.is_relative_to(place) and len(place) >= best[0]:
            kind, source = right.split()[:2]
            best = (len(place), kind, source)
    return Shared("network", best[2]) if best[1] in _REMOTE else None


def _windows_drive(path: Path) -> Shared | None:
    """Return the drive where Windows says that it is a remote one."""
    import ctypes  # noqa: PLC0415 - on Windows alone

    remote = 4
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - no other system has it
    return Shared("network", path.drive) if path.drive and kernel.GetDriveTypeW(f"{path.drive}\\") == remote else None
