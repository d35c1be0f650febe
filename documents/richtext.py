"""Rich text (带格式的文字): the one allow-list, and the cleaning of what people paste from Word, WPS and WeChat."""

import re
from collections import Counter

import nh3
from lxml import html as lxml_html

TAGS = frozenset(["p", "h3", "strong", "em", "u", "ul", "ol", "li", "table", "tr", "th", "td", "br"])
ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
# Marks of the same meaning that pasting brings.
_SAME = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
# What a style says, the mark for it, and the tags that say it already.
_SAID = (
    (re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE), "strong", {"b", "strong", "h1", "h2", "h3", "th"}),
    (re.compile(r"font-style\s*:\s*italic", re.IGNORECASE), "em", {"i", "em"}),
    (re.compile(r"text-decoration[^;]*underline", re.IGNORECASE), "u", {"u"}),
)
_BLOCK = ("div", "section", "article", "blockquote", "center", "figure", "pre", "dd", "dt")
_HOLDERS = ("p", "h3", "ul", "ol", "table", "div", "section", "article", "blockquote", "center", "pre")
_GONE = {"script", "style", "title", "xml", "object", "iframe", "svg", "math", "template", "noscript", "textarea"}
MOST_DEEP = 200  # marks of one kind within each other: pasting brings some dozens, thousands take minutes to read
_MARK = re.compile(r"<[^<>]*>")
_OPENS = re.compile(r"<(/?)(?!(?:p|li|t[drh]|d[dt]|br|img|col|hr|wbr|input|meta|link)\b)([a-zA-Z][\w:-]*)")  # these close themselves
_PASTED = {*TAGS, *_SAME, *_BLOCK, "span"}
_STYLED = {tag: {"style"} | ATTRIBUTES.get(tag, set()) for tag in _PASTED}


def clean(text: str) -> str:
    """The text with nothing but the allowed marks (p h3 strong em u ul ol li table tr th td br).

    Bold, italic and underlining set by style (Word, WPS, WeChat) become strong, em and u; boxes become paragraphs;
    comments, empty paragraphs and everything else go, their words stay.
    """
    text = text if _shallow(text) else _MARK.sub("", text)
    # Made well-formed first, then translated, then held against the list once more.
    text = nh3.clean(text, tags=_PASTED, attributes=_STYLED, clean_content_tags=_GONE, link_rel=None).strip()
    if not text:
        return ""
    tree = lxml_html.fragment_fromstring(text, create_parent="div")
    for element in list(tree.iter()):
        _speak(element)
        element.tag = _SAME.get(element.tag, element.tag)
        if element.tag in _BLOCK and element is not tree:
            _box(element)
    inner = (tree.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in tree)
    inner = nh3.clean(inner, tags=set(TAGS), attributes={k: set(v) for k, v in ATTRIBUTES.items()}, link_rel=None)
    inner = inner.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    before = None
    while before != inner:
        before = inner
        inner = re.sub(r"<(strong|em|u|p|h3|li|ul|ol)>(?:\s|<br>)*</\1>", "", inner)
    inner = re.sub(r"(?<!\s)\s*\n\s*", "\n", inner).strip()
    inner = re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", inner)  # a broken line is no blank between Han
    return inner


def _shallow(text: str) -> bool:
    opened: Counter[str] = Counter()
    for mark in _OPENS.finditer(text):
        name = mark[2].lower()
        opened[name] += -1 if mark[1] and opened[name] else 0 if mark[1] else 1
        if opened[name] > MOST_DEEP:
            return False
    return True


def from_plain(text: str) -> str:
    """Plain lines as paragraphs (无脚本时的文本框): a blank line or a line break ends a paragraph."""
    lines = (line.strip() for line in text.replace("\r", "").split("\n"))
    return "".join(f"<p>{nh3.clean_text(line)}</p>" for line in lines if line)


def plain(text: str) -> str:
    """The words alone (纯文字), a line for each paragraph, list item and table row; cells apart by a tab."""
    if not text.strip():
        return ""
    tree = lxml_html.fragment_fromstring(text, create_parent="div")
    for element in tree.iter("p", "h3", "li", "tr", "br"):
        element.tail = "\n" + (element.tail or "")
    for element in tree.iter("td", "th"):
        element.tail = "\t" + (element.tail or "")
    words = "".join(tree.itertext())
    return "\n".join(line.strip() for line in words.split("\n") if line.strip())


def _speak(element: lxml_html.HtmlElement) -> None:
    """Turn a style that says something (bold, italic, underlined) into its mark."""
    if element.tag in ("table", "tbody", "tr", "ul", "ol"):
        return
    style = element.get("style") or ""
    marks = [mark for said, mark, already in _SAID if said.search(style) and element.tag not in already]
    for mark in marks:
        inner = element.makeelement(mark)
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)


def _box(element: lxml_html.HtmlElement) -> None:
    """A box that holds words becomes a paragraph; one that holds blocks is taken away, its contents stay."""
    if any(child.tag in _HOLDERS for child in element.iter() if child is not element):
        element.drop_tag()
    else:
        element.tag = "p"
