"""A file in a cloud folder or on a network drive is recognised by where it lies; one on this computer is not."""

from __future__ import annotations

import ctypes
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

from govdesk.i18n import LANGUAGES, language
from govdesk.store.shared_place import _cloud, _windows_drive, shared_place

NOTHING = Path("/nowhere/mounts")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/Users/li/OneDrive - 某公司/项目.govdesk", "OneDrive"),
        ("/Users/li/Library/CloudStorage/OneDrive-Personal/a.govdesk", "OneDrive"),
        ("/home/li/Dropbox/a/b.govdesk", "Dropbox"),
        ("/Users/li/Library/Mobile Documents/com~apple~CloudDocs/a.govdesk", "iCloud Drive"),
        ("/home/li/Nutstore Files/我的坚果云/a.govdesk", "Nutstore"),
        ("/data/我的坚果云/a.govdesk", "Nutstore"),
        ("/data/BaiduSyncdisk/a.govdesk", "Baidu Netdisk"),
        ("/data/百度网盘同步空间/a.govdesk", "Baidu Netdisk"),
        ("/data/WPS云盘/a.govdesk", "WPS Cloud"),
        ("/data/Google Drive/a.govdesk", "Google Drive"),
    ],
)
def test_a_cloud_folder_is_known_by_its_name(path, name):
    found = shared_place(Path(path), NOTHING)
    assert (found.kind, found.name) == ("cloud", name)
    for code in LANGUAGES:
        said = language(code).say(found.words("a.govdesk"))
        assert "a.govdesk" in said
        assert language(code).gettext(name) in said


@pytest.mark.parametrize(
    "path",
    ["/home/li/a.govdesk", "/home/li/mailbox/a.govdesk", "/home/li/项目/onedriver/a.govdesk", "/srv/云/a.govdesk"],
)
def test_a_folder_of_this_computer_is_not(path):
    assert shared_place(Path(path), NOTHING) is None


def test_a_mark_inside_a_folder_tells_the_service(tmp_path):
    (tmp_path / "team" / ".stfolder").mkdir(parents=True)
    assert shared_place(tmp_path / "team" / "x" / "a.govdesk", NOTHING).name == "Syncthing"


MOUNTS = """22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/team\\040share rw - cifs //server/team rw
31 30 8:2 / /mnt/team\\040share/local rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/mnt/team share/a.govdesk", "//server/team"),
        ("/mnt/team share/local/a.govdesk", None),
        ("/mnt/other/a.govdesk", None),
        ("//server/team/a.govdesk", "server"),
    ],
)
def test_a_network_drive_is_known_by_what_is_mounted_there(tmp_path, path, name):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, "utf-8")
    found = shared_place(Path(path), mounts)
    assert (found.kind if found else None) == ("network" if name else None)
    assert name is None or name in found.name


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_a_onedrive_of_another_name_is_known_by_what_windows_says(monkeypatch, tmp_path, variable):
    assert shared_place(tmp_path / "单位云" / "a.govdesk", NOTHING) is None
    monkeypatch.setenv(variable, str(tmp_path / "单位云"))
    found = shared_place(tmp_path / "单位云" / "项目" / "a.govdesk", NOTHING)
    assert (found.kind, found.name) == ("cloud", "OneDrive")


@pytest.mark.parametrize(
    "path", ["\\\\files\\team\\a.govdesk", "\\\\?\\UNC\\files\\team\\a.govdesk", "//files/team/a.govdesk"]
)
def test_a_share_is_known_by_its_name(path):
    found = shared_place(Path(path), NOTHING)
    assert (found.kind, found.name.replace("\\", "/").strip("/").split("/")[0]) == ("network", "files")


@pytest.mark.parametrize(("kind", "known"), [(4, "network"), (3, None), (2, None)])
def test_a_letter_is_a_network_drive_where_windows_says_so(monkeypatch, kind, known):
    """Windows: 2 is a stick, 3 a disk of this computer, 4 a drive elsewhere."""
    asked = []

    class Kernel:
        @staticmethod
        def GetDriveTypeW(root):  # noqa: N802 - the name that Windows gives it
            asked.append(root)
            return kind

    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=Kernel), raising=False)
    found = _windows_drive(PureWindowsPath("Z:\\team\\a.govdesk"))
    assert (found.kind if found else None) == known
    assert asked == ["Z:\\"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("C:\\Users\\li\\OneDrive - 某公司\\a.govdesk", "OneDrive"),
        ("D:\\坚果云\\a.govdesk", "Nutstore"),
        ("C:\\Users\\li\\iCloudDrive\\a.govdesk", "iCloud Drive"),
        ("D:\\BaiduNetdiskWorkspace\\a.govdesk", "Baidu Netdisk"),
        ("C:\\Users\\li\\WPSDrive\\123\\WPS云盘\\a.govdesk", "WPS Cloud"),
        ("C:\\Users\\li\\Dropbox (某公司)\\a.govdesk", "Dropbox"),
    ],
)
def test_a_cloud_folder_of_windows_is_known_by_its_name(path, name):
    assert _cloud(PureWindowsPath(path)).name == name
