"""Chinese justification (两端对齐): WeasyPrint 70 stretches spaces only, so lines of Han characters stay ragged.

Importing this module replaces `weasyprint.layout.inline.justify_line`, a private function: the version is pinned and a
test sets a page. Should the name be gone, nothing happens and the right edge is ragged. Text extraction is unhurt.
"""

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

LIMIT = 1 / 5  # the most a character may be widened, in em; beyond it a ragged line is the lesser evil


def _texts(box):
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _texts(child)


def _spread(context, box, gap, shift):
    box.position_x += shift
    extra = 0
    if isinstance(box, boxes.TextBox):
        box.style = box.style.copy()
        own = box.style["letter_spacing"]
        box.style["letter_spacing"] = gap + (0 if own == "normal" else own)
        box.pango_layout = inline.create_layout(box.text, box.style, context, None, 0)
        box.pango_layout.deactivate()
        extra = gap * len(box.text)
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                extra += _spread(context, child, gap, shift + extra)
    box.width += extra
    return extra


def _justify_line(context, line, extra):
    gaps = sum(len(box.text) for box in _texts(line)) - 1
    if gaps > 0 and extra / gaps < line.style["font_size"] * LIMIT:
        _spread(context, line, extra / gaps, 0)


if hasattr(inline, "justify_line"):
    inline.justify_line = _justify_line
