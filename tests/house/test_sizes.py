"""F04: what is too large is refused by its announced length, before it is stored anywhere."""
from __future__ import annotations

import pytest


@pytest.mark.parametrize("address", ["/verify/", "/accounts/login/", "/activities/1/files/"])
def test_a_request_of_gigabytes_is_refused_before_it_is_read(client, db, address):
    answer = client.generic("POST", address, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(5 << 30))
    assert answer.status_code == 413 and "分几次传" in answer.content.decode()
