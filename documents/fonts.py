"""The typefaces of the papers (字体): which are required, which a school may add.

宋体 and 黑体 come from Debian's fonts-noto-cjk, 楷体 from fonts-lxgw-wenkai. A school may lay its own files into the
folder named by the environment variable FONTS (var/fonts unless set): song.otf, song-bold.otf, hei.otf,
hei-bold.otf, kai.otf, kai-bold.otf, fang.otf (FandolFang, 仿宋). For the others the typesetter makes small editions
there, with the characters of GB 2312 only: it works faster and in less memory with them, and rarer characters come
from the whole fonts, sign by sign.
"""

import os
import subprocess
from functools import cache
from pathlib import Path

from .subsetting import smaller

REQUIRED = {
    "Noto Serif CJK SC": ("宋体", "fonts-noto-cjk"),
    "Noto Sans CJK SC": ("黑体", "fonts-noto-cjk"),
    "LXGW WenKai": ("楷体", "fonts-lxgw-wenkai"),
}
STYLE = Path(__file__).parent / "styles" / "print.css"
# file name → family and weight in print.css
OWN = {
    "song": ("YX Song", 400),
    "song-bold": ("YX Song", 700),
    "hei": ("YX Hei", 400),
    "hei-bold": ("YX Hei", 700),
    "kai": ("YX Kai", 400),
    "kai-bold": ("YX Kai", 700),
    "fang": ("YX Fang", 400),
}


# file name → the system's typeface of which a small edition is made, and its weight in fontconfig's scale
SMALL = {
    "song": ("Noto Serif CJK SC", 80),
    "song-bold": ("Noto Serif CJK SC", 200),
    "hei": ("Noto Sans CJK SC", 80),
    "hei-bold": ("Noto Sans CJK SC", 200),
    "kai": ("LXGW WenKai", 80),
    "kai-bold": ("LXGW WenKai", 200),
}
SIGNS = set("—…·“”‘’□√①②③④⑤⑥⑦⑧⑨⑩×÷−≤≥±℃％〔〕【】《》　 ")


class MissingFont(RuntimeError):
    """A required typeface is not installed (缺字体); the text says which and what to do."""


def folder() -> Path:
    """Where a school's own font files lie; the folder need not exist."""
    return Path(os.environ.get("FONTS") or Path(__file__).parent.parent / "var" / "fonts")


def files() -> dict[str, Path]:
    """The font files there are beside the system's, by name: the school's own before the small editions."""
    places = {name: (folder() / f"{name}.otf", _small(name)) for name in OWN}
    found = {name: next((file for file in both if file.is_file()), None) for name, both in places.items()}
    return {name: file for name, file in found.items() if file}


def faces() -> str:
    """@font-face rules for these files; the typesetter resolves `font:NAME` itself."""
    return "".join(
        f'@font-face{{font-family:"{OWN[name][0]}";font-weight:{OWN[name][1]};src:url("font:{name}")}}'
        for name in files()
    )


def prepare() -> None:
    """Make the small editions that are missing (一次，约一秒); without a folder to write to, do without them."""
    for name in SMALL.keys() - files().keys():
        file = _small(name)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(smaller(*system_file(*SMALL[name]), common_characters()))
            fresh.replace(file)
        except OSError:
            return


def system_file(family: str, weight: int) -> tuple[Path, int]:
    """The installed file of a typeface and its place in the file."""
    query = ["fc-match", "-f", "%{file}|%{index}", f"{family}:weight={weight}"]
    file, _, index = subprocess.run(query, capture_output=True, text=True, check=True).stdout.partition("|")
    return Path(file), int(index) & 0xFFFF


def common_characters() -> set[str]:
    """The characters of GB 2312, ASCII and the signs of forms."""
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return (
        set("".join(pair.decode("gb2312", "ignore") for pair in pairs)) | {chr(code) for code in range(32, 127)} | SIGNS
    )


def _small(name: str) -> Path:
    return folder() / "small" / f"{name}.otf"


@cache
def missing() -> tuple[str, ...]:
    """A sentence for each required typeface that is not installed; empty when all are there."""
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    families = {name.strip() for line in listed.splitlines() for name in line.split(",")}
    return tuple(
        f"没有安装{kind}字体“{family}”，打印文书会缺字；请安装系统软件包 {package} 后再试。"
        for family, (kind, package) in REQUIRED.items()
        if family not in families
    )


def require() -> None:
    """Raise MissingFont when a required typeface is not installed."""
    if missing():
        raise MissingFont("\n".join(missing()))


def remark() -> str:
    """What a volume's manifest says about its 仿宋 (empty when the school gave one)."""
    return "" if "fang" in files() else "仿宋以宋体代替（未放置 fang.otf）"
