"""Cutting a font down to some characters (字体裁剪) with HarfBuzz's own library, in a fraction of a second.

fontTools does the same in half a minute for a Han font.
"""

from collections.abc import Iterable
from pathlib import Path

from cffi import FFI

_NO_HINTING, _DESUBROUTINIZE, _NOTDEF_OUTLINE = 0x1, 0x4, 0x40
_ffi = FFI()
_ffi.cdef("""
typedef struct hb_blob_t hb_blob_t;
typedef struct hb_face_t hb_face_t;
typedef struct hb_set_t hb_set_t;
typedef struct hb_subset_input_t hb_subset_input_t;
hb_blob_t *hb_blob_create_from_file_or_fail(const char *name);
hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);
hb_blob_t *hb_face_reference_blob(hb_face_t *face);
const char *hb_blob_get_data(hb_blob_t *blob, unsigned int *length);
void hb_blob_destroy(hb_blob_t *blob);
void hb_face_destroy(hb_face_t *face);
void hb_set_add(hb_set_t *set, uint32_t codepoint);
hb_subset_input_t *hb_subset_input_create_or_fail(void);
hb_set_t *hb_subset_input_unicode_set(hb_subset_input_t *input);
void hb_subset_input_set_flags(hb_subset_input_t *input, unsigned int flags);
void hb_subset_input_destroy(hb_subset_input_t *input);
hb_face_t *hb_subset_or_fail(hb_face_t *face, hb_subset_input_t *input);
""")


def smaller(file: Path, index: int, characters: Iterable[str]) -> bytes:
    """The font with these characters only and its glyphs numbered afresh; `index` is its place in a collection.

    Raises OSError when the library or the file is missing or unusable.
    """
    base, cutter = _ffi.dlopen("libharfbuzz.so.0"), _ffi.dlopen("libharfbuzz-subset.so.0")

    def held(pointer, destroy):
        if pointer == _ffi.NULL:
            raise OSError(f"HarfBuzz cannot use {file}")
        return _ffi.gc(pointer, destroy)

    blob = held(base.hb_blob_create_from_file_or_fail(str(file).encode()), base.hb_blob_destroy)
    face = held(base.hb_face_create(blob, index), base.hb_face_destroy)
    wanted = held(cutter.hb_subset_input_create_or_fail(), cutter.hb_subset_input_destroy)
    for character in characters:
        base.hb_set_add(cutter.hb_subset_input_unicode_set(wanted), ord(character))
    cutter.hb_subset_input_set_flags(wanted, _NO_HINTING | _DESUBROUTINIZE | _NOTDEF_OUTLINE)
    cut = held(cutter.hb_subset_or_fail(face, wanted), base.hb_face_destroy)
    result = held(base.hb_face_reference_blob(cut), base.hb_blob_destroy)
    length = _ffi.new("unsigned int *")
    data = base.hb_blob_get_data(result, length)
    return bytes(_ffi.buffer(data, length[0]))
