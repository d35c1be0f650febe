"""How fast volumes are set and bound, as ratios beside plain WeasyPrint and Typst in one run (goals S1–S6).

    python benchmarks/pdf.py [--rounds 3] [--teachers 60]

Each measurement is a process of its own. Typst is compared when the package `typst` is installed.
"""

import argparse
import itertools
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from html import escape
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from documents.paper import Paper  # noqa: E402
from documents.volume import Front, Piece  # noqa: E402

DAY = date(2026, 10, 15)
# Common characters (GB 2312, level 1), some far more often than others as in real prose: about 1,000 in ten pages.
WORDS = bytes(b for at in range(3000) for b in (0xB0 + at // 94, 0xA1 + at % 94)).decode("gb2312")
OFTEN = list(itertools.accumulate(1 / (at + 10) for at in range(3000)))
FRONT = Front("某镇中心小学", "2026—2027学年第一学期", date(2026, 9, 1), date(2027, 1, 15))


def works(teacher: int, change: bool = False) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    """A teacher's six records of a term: title, form fields, paragraphs; about two pages each."""
    pick = random.Random(teacher)
    made = []
    for n in range(6):
        fields = [
            (head, "".join(pick.choices(WORDS, cum_weights=OFTEN, k=8))) for head in ("课题", "日期", "地点", "主持")
        ]
        paragraphs = ["".join(pick.choices(WORDS, cum_weights=OFTEN, k=110)) + "。" for _ in range(11)]
        made.append((f"记录{teacher}之{n + 1}", fields, paragraphs))
    if change:
        made[0][2].reverse()
    return made


def papers(teacher: int, change: bool = False) -> tuple[Paper, ...]:
    made = []
    for title, fields, paragraphs in works(teacher, change):
        rows = "".join(f"<tr><th>{head}</th><td>{escape(text)}</td></tr>" for head, text in fields)
        html = (
            f'<h1>{title}</h1><table class="kv"><colgroup><col style="width:20mm"><col></colgroup>{rows}</table>'
            + "".join(f"<p>{text}</p>" for text in paragraphs)
        )
        made.append(Paper(title, f"教师{teacher}", DAY, html, "form prose"))
    return tuple(made)


def pieces(teachers: int, changed: bool = False) -> list[Piece]:
    return [
        Piece(f"教师{t}研修记录", f"教师{t}", DAY, papers(t, changed and t == teachers // 2)) for t in range(teachers)
    ]


def plain(teachers: int, target: Path, _: Path) -> None:
    """One WeasyPrint document with the same style and a catalogue, nothing else done."""
    from weasyprint import HTML

    from documents.fonts import STYLE

    sections, entries = [], []
    for t in range(teachers):
        for n, paper in enumerate(papers(t)):
            mark = f' id="t{t}"' if n == 0 else ""
            sections.append(f'<section{mark} class="paper form prose" data-run="{paper.title}">{paper.html}</section>')
        entries.append(f'<tr><td>{t + 1}</td><td>教师{t}</td><td class="n"><a href="#t{t}"></a></td></tr>')
    style = "<style>.n a::before{content:target-counter(attr(href),page)}</style>"
    toc = f'<section class="paper toc" data-run=""><h1>目录</h1><table>{"".join(entries)}</table></section>'
    html = f'<html lang="zh-CN"><head><title>档案</title>{style}</head><body>{toc}{"".join(sections)}</body></html>'
    HTML(string=html).write_pdf(target, stylesheets=[str(STYLE)], pdf_variant="pdf/a-3u")


def ours(teachers: int, target: Path, cache: Path) -> None:
    from documents.bind import bind

    target.write_bytes(bind(FRONT, pieces(teachers), cache=cache).pdf)


def again(teachers: int, target: Path, cache: Path) -> None:
    from documents.bind import bind

    target.write_bytes(bind(FRONT, pieces(teachers, changed=True), cache=cache).pdf)


def typst(teachers: int, target: Path, _: Path) -> None:
    import typst as engine

    lines = [
        '#set page(paper: "a4", numbering: "1")',
        '#set text(font: "Noto Serif CJK SC", size: 11.5pt, lang: "zh")',
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 8.5pt)",
        "#outline()",
    ]
    for t in range(teachers):
        for title, fields, paragraphs in works(t):
            cells = ", ".join(f"[{head}], [{text}]" for head, text in fields)
            lines += ["#pagebreak(weak: true)", f"= {title}", f"#table(columns: (20mm, 1fr), {cells})"]
            lines += [f"{text}\n" for text in paragraphs]
    source = target.with_suffix(".typ")
    source.write_text("\n\n".join(lines), encoding="utf-8")
    engine.compile(str(source), output=str(target), pdf_standards=["a-3b"])


def warm(_: int, target: Path, __: Path) -> None:
    """One teacher's dossier in a process that has set others before: ours and plain, medians of ten."""
    from weasyprint import HTML

    from documents.fonts import STYLE
    from documents.typeset import typeset

    def mine(t: int) -> None:
        typeset(papers(t))

    def theirs(t: int) -> None:
        body = "".join(paper.section() for paper in papers(t))
        HTML(string=f'<html lang="zh-CN"><body>{body}').write_pdf(stylesheets=[str(STYLE)], pdf_variant="pdf/a-3u")

    taken: dict[str, list[float]] = {"mine": [], "theirs": []}
    for t in range(11):
        for name, way in (("mine", mine), ("theirs", theirs)):
            began = time.perf_counter()
            way(t)
            if t:
                taken[name].append(time.perf_counter() - began)
    target.write_text(json.dumps({name: statistics.median(times) for name, times in taken.items()}))


WAYS = {way.__name__: way for way in (plain, ours, again, typst, warm)}


def measure(way: str, teachers: int, target: Path, cache: Path) -> tuple[float, int]:
    """Seconds of the whole process, and the peak memory of its largest process in bytes."""
    began = time.perf_counter()
    run = subprocess.run(
        [sys.executable, __file__, "--way", way, "--teachers", str(teachers), str(target), str(cache)],
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - began, int(run.stdout.split()[-1]) << 10


def main(rounds: int, teachers: int) -> None:
    taken: dict[str, list[float]] = {}
    memory: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "volume.pdf"

        def note(name: str, way: str, size: int, cache: str) -> None:
            seconds, peak = measure(way, size, target, Path(folder) / cache)
            taken.setdefault(name, []).append(seconds)
            memory[name] = max(memory.get(name, 0), peak)
            print(f"  {name:12} {seconds:6.2f} s  {peak >> 20} MB", flush=True)

        for n in range(rounds):
            print(f"round {n + 1}")
            note("plain", "plain", teachers, "none")
            note("ours", "ours", teachers, f"cache{n}")
            note("again", "again", teachers, f"cache{n}")
            note("tenth", "ours", max(1, teachers // 10), f"small{n}")
            if find_spec("typst"):
                note("typst", "typst", teachers, "none")
        measure("warm", 1, target, Path(folder))
        dossier = json.loads(target.read_text())
    median = {name: statistics.median(times) for name, times in taken.items()}
    growth = (median["ours"] / teachers) / (median["tenth"] / max(1, teachers // 10))
    told = [
        ("S1", "again after one change ÷ plain", median["again"] / median["plain"], "1/15 = 0.067"),
        ("S2", "again ÷ Typst whole", median["again"] / median["typst"] if "typst" in median else None, "0.8"),
        ("S3", "first time ÷ plain", median["ours"] / median["plain"], "0.5"),
        ("S4", "one dossier, warm ÷ plain, warm", dossier["mine"] / dossier["theirs"], "0.6"),
        ("S5", "peak memory ÷ plain", memory["ours"] / memory["plain"], "0.4"),
        ("S6", "seconds a teacher, whole ÷ a tenth", growth, "1.1"),
    ]
    for goal, what, ratio, most in told:
        print(f"{goal}  {what:36} {'—' if ratio is None else f'{ratio:.3f}':>7}  (at most {most})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--teachers", type=int, default=60)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        WAYS[asked.way](asked.teachers, *asked.files)
        print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
    else:
        main(asked.rounds, asked.teachers)
