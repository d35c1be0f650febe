"""复制到微信群: the full address of a page and its QR code as a picture that can be kept and sent on."""
from __future__ import annotations

from django import template

from documents.qr import qr_png
from school.links import absolute

register = template.Library()


@register.simple_tag(takes_context=True)
def full_address(context: template.Context, path: str) -> str:
    """http://…/activities/12/"""
    return absolute(context.get("request"), path)


@register.filter
def qr_picture(address: str) -> str:
    """The address as a PNG inside the page: pressed long, WeChat offers to send it."""
    return qr_png(address)
