"""打印空白表: the links to the empty forms that belong to a page."""
from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from activities.papers.blanks import BLANKS
from school.policy import has

register = template.Library()
TITLES = {kind: form.title for kind, form in BLANKS.items()} | {"leave": "请假条"}


@register.simple_tag(takes_context=True)
def blank_forms(context: template.Context, *kinds: str) -> SafeString | str:
    """打印空白表：… for whoever may open them; all of them when no kind is named."""
    if not has(context["person"], "activity.read"):
        return ""
    links = format_html_join("　", '<a href="{}">{}</a>', ((reverse("form_paper", args=[kind]), TITLES[kind]) for kind in kinds or TITLES))
    return format_html('<p class="small mt-3 on-paper">打印空白表：{}</p>', links)
