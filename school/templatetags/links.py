"""复制到微信群: the full address of a page and its QR code as a picture that can be kept and sent on."""
from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents.qr import qr_png
from school import invited
from school.links import absolute
from school.models import User

register = template.Library()


@register.simple_block_tag(takes_context=True)
def wechat(context: template.Context, content: str, path: str, title: str = "复制到微信群", key: str = "wechat", to: str = "发到群里") -> SafeString:
    """复制到微信群 wherever people are told something: one box with the lines between the tags, the link and a QR picture.

    path: of the page, {% url … as address %}; key: its own for each box of one page; to: where the picture goes.
    """
    lines = [line.strip() for line in content.splitlines()]
    link = absolute(context.get("request"), path)
    text = SafeString("\n".join(filter(None, lines)))
    return render_to_string("parts/wechat.html", {"text": text, "link": link, "title": title, "id": key, "to": to})


@register.simple_tag
def invitation(user: User, kind: str, pk: int) -> str:
    """邀请链接 of somebody from outside to the one thing he was asked to."""
    return invited.address(user, kind, pk)


@register.filter
def qr_picture(address: str) -> str:
    """The address as a PNG inside the page: pressed long, WeChat offers to send it."""
    return qr_png(address)
