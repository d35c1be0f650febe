"""群机器人 of 企业微信, 钉钉 and 飞书: one line of text into a group. Three hosts and no other, no redirect, no file."""
from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from school.workflow import Refused

TIMEOUT = 5
MOST = 1800  # signs; the strictest of the three takes 2,048 bytes of which a Chinese sign is three


@dataclass(frozen=True)
class Kind:
    """One maker of groups: what its robots' addresses begin with, how it wants a text, how it says that it took it."""

    name: str
    begins: str
    body: Callable[[str], dict[str, Any]]
    code: str


def _text(text: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": text}}


KINDS = [
    Kind("企业微信", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", _text, "errcode"),
    Kind("钉钉", "https://oapi.dingtalk.com/robot/send?access_token=", _text, "errcode"),
    Kind("飞书", "https://open.feishu.cn/open-apis/bot/v2/hook/", lambda text: {"msg_type": "text", "content": {"text": text}}, "code"),
]


def kind_of(url: str) -> Kind:
    """The maker of this robot's address. Raises Refused for any other address: the server calls nobody else."""
    found = next((kind for kind in KINDS if url.startswith(kind.begins) and url != kind.begins), None)
    if found is None or any(sign.isspace() or ord(sign) < 33 for sign in url) or "@" in url or "#" in url:
        raise Refused(
            "这不是企业微信、钉钉或飞书群机器人的地址。",
            "请在群设置里添加机器人，把它给的 Webhook 地址整条复制过来（以 https:// 开头）。",
        )
    return found


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def send(url: str, text: str) -> None:
    """Say one text in the group. Raises Refused with what the other side answered, in words."""
    kind = kind_of(url)
    asked = urllib.request.Request(
        url, json.dumps(kind.body(text[:MOST]), ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with urllib.request.build_opener(_Stay).open(asked, timeout=TIMEOUT) as answer:
            said = json.loads(answer.read(10_000))
    except (OSError, ValueError) as error:
        raise Refused(f"{kind.name}没有收下（{getattr(error, 'code', '') or '连不上'}）。", "请核对地址，看服务器能不能上网。") from error
    if not isinstance(said, dict) or said.get(kind.code, 0) != 0:
        why = str(said.get("errmsg") or said.get("msg") or "")[:80] if isinstance(said, dict) else ""
        raise Refused(f"{kind.name}没有收下：{why}。", "安全设置请选『自定义关键词』，填『研修』。")
