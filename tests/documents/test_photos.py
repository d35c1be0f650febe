import io
from random import Random

import pytest
from PIL import Image

from documents.photos import NEAR, Unreadable, distance, normalise, same_picture
from yanxiu.demo.photos import classroom, handwriting


def file(kind: str, size=(2400, 1200), mode="RGB", **more) -> bytes:
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    target = io.BytesIO()
    picture.save(target, kind, **more)
    return target.getvalue()


def test_f10_turned_upright_without_hidden_data():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "SECRETPHONE"
    exif.get_ifd(0x8825)[2] = (30.0, 1.0, 2.0)
    photo = normalise(file("JPEG", exif=exif))
    with Image.open(io.BytesIO(photo.data)) as picture:
        assert picture.size == (800, 1600) == (photo.width, photo.height)
        assert not picture.getexif() and b"SECRETPHONE" not in photo.data


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("HEIF", "RGB"), ("BMP", "L"), ("GIF", "P")]
)
def test_every_kind_becomes_a_small_jpeg(kind, mode):
    photo = normalise(file(kind, mode=mode))
    assert (photo.width, photo.height, photo.mime) == (1600, 800, "image/jpeg")
    assert distance(photo.phash, normalise(file("JPEG")).phash) <= NEAR


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "不是照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是照片"),
        (b"%PDF-1.7 x", "不是照片"),
        (file("JPEG")[:-900], "已损坏"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "照片"),
        (file("PNG", size=(9000, 6000), mode="1"), "像素"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(data, reason):
    with pytest.raises(Unreadable, match=reason):
        normalise(data)


def test_what_hides_behind_the_picture_is_gone():
    assert b"<?php" not in normalise(file("JPEG") + b"<?php system(1) ?>").data


LINES = "\n".join((
    "今天第二节课讲分数的初步认识小满把月饼切成四块大小不一他举着最大的一块说这也是四分之一",
    "全班都笑了我也笑了下课才想明白他不是捣乱是真的以为切成四块就行我没有让他们自己折过",
    "明天先发纸每人折一折折完了再讲谁的四块一样大不一样大的那张也贴到黑板上",
))
OTHER = "\n".join((
    "早读时小雨又没有带书我让她和同桌合看一本她念得比谁都响原来是忘带眼镜看不清自己的那一本",
    "以前我总以为她懒今天才知道是家里的灯坏了好几天作业是在小卖部门口写的",
    "以后先问一句再说这一句不费什么力气却常常忘了放学路上我又绕到她家看了看",
))


def again(data: bytes, left=0.0, top=0.0, right=0.0, bottom=0.0) -> bytes:
    """The photo once more: cropped by these shares, made smaller, pressed harder."""
    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
        part = picture.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom))))
        target = io.BytesIO()
        part.resize((part.width * 3 // 4, part.height * 3 // 4)).save(target, "JPEG", quality=60)
    return normalise(target.getvalue()).data


@pytest.mark.parametrize("crop", [{}, {"left": 0.05}, {"top": 0.06, "right": 0.02}, dict.fromkeys(("left", "top", "right", "bottom"), 0.03)], ids=str)
@pytest.mark.parametrize("data", [handwriting(Random(1), LINES), classroom(Random(1), "语文")], ids=["page", "room"])
def test_x6_the_same_picture_is_found_resized_or_cropped_a_little(data, crop):
    once, twice = normalise(data), normalise(again(data, **crop))
    assert distance(once.phash, twice.phash) <= NEAR
    assert same_picture(once.data, twice.data) and same_picture(twice.data, once.data)


def test_x6_another_page_of_the_same_paper_is_another_picture():
    """Negative control: two pages written on the same sort of paper, two rooms of one school."""
    assert not same_picture(handwriting(Random(1), LINES), handwriting(Random(1), OTHER))
    assert not same_picture(classroom(Random(1), "语文"), classroom(Random(2), "语文"))
