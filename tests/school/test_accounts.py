"""身份 and passwords: who looks after accounts looks after others', and only of this school."""
from __future__ import annotations

from school.models import Role


def test_an_admin_gives_roles_to_others_never_to_himself(cast, login):
    client, own = login("admin"), cast.users["admin"]
    assert client.post(f"/settings/accounts/{own.pk}/", {"role": ["admin", "principal"]}).status_code == 409
    assert set(own.roles.values_list("name", flat=True)) == {"admin"}
    other = cast.users["colleague"]
    assert client.post(f"/settings/accounts/{other.pk}/", {"role": ["office"]}).status_code == 302
    assert other.roles.filter(name="office").exists()


def test_an_account_of_another_school_keeps_its_password(cast, login):
    """The 校长 of 河湾 is an expert here: his password is not this school's to set, nor is his account to stop."""
    guest = cast.stranger.users["principal"]
    Role.objects.create(user=guest, school=cast.school, name=Role.Name.EXPERT)
    before = guest.password
    client = login("admin")
    assert client.post(f"/settings/accounts/{guest.pk}/password/").status_code == 409
    assert client.post(f"/settings/accounts/{guest.pk}/active/", {"active": "0"}).status_code == 409
    guest.refresh_from_db()
    assert guest.password == before and guest.is_active
    assert client.post(f"/settings/accounts/{guest.pk}/", {"role": []}).status_code == 302
    assert not guest.roles.filter(school=cast.school).exists()
