import io

import pytest
from PIL import Image

from documents.photos import Unreadable, distance, normalise


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
    assert distance(photo.phash, normalise(file("JPEG")).phash) <= 6


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
