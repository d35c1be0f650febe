"""The typefaces of the papers (字体): which are required, which a school may add.

宋体 and 黑体 come from Debian's fonts-noto-cjk, 楷体 from fonts-lxgw-wenkai. A school may lay its own files into the
folder named by the environment variable FONTS: song.otf, song-bold.otf, hei.otf, kai.otf, fang.otf (FandolFang, 仿宋).
"""

import os
import subprocess
from functools import cache
from pathlib import Path

REQUIRED = {
    "Noto Serif CJK SC": ("宋体", "fonts-noto-cjk"),
    "Noto Sans CJK SC": ("黑体", "fonts-noto-cjk"),
    "LXGW WenKai": ("楷体", "fonts-lxgw-wenkai"),
}
# file name → family and weight in print.css
OWN = {
    "song": ("YX Song", 400),
    "song-bold": ("YX Song", 700),
    "hei": ("YX Hei", 400),
    "kai": ("YX Kai", 400),
    "fang": ("YX Fang", 400),
}


class MissingFont(RuntimeError):
    """A required typeface is not installed (缺字体); the text says which and what to do."""


def folder() -> Path:
    """Where a school's own font files lie; the folder need not exist."""
    return Path(os.environ.get("FONTS") or Path(__file__).parent.parent / "fonts")


def own() -> dict[str, Path]:
    """The school's own font files that are there, by name (song, song-bold, hei, kai, fang)."""
    return {name: file for name in OWN if (file := folder() / f"{name}.otf").is_file()}


def faces() -> str:
    """@font-face rules for the school's own files; the typesetter resolves `font:NAME` itself."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url("font:{name}")}}'
        for name, (family, weight) in OWN.items()
        if name in own()
    )


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
    return "" if "fang" in own() else "仿宋以宋体代替（未放置 fang.otf）"
