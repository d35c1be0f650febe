"""日志: the chain shows any change, removal or insertion."""
import pytest

from school import audit
from school.models import AuditEntry


@pytest.fixture
def chain(cast):
    for number in range(5):
        audit.record(cast.person("office"), "test", cast.school, school=cast.school, after={"number": number})
    return cast.school


def test_an_untouched_chain_holds(chain):
    assert audit.first_break(chain) is None


@pytest.mark.parametrize("values", [{"reason": "改过"}, {"after": {"number": 9}}, {"actor_name": "别人"}])
def test_a_changed_entry_is_found(chain, values):
    AuditEntry.objects.filter(seq=3).update(**values)
    assert audit.first_break(chain) == 3


@pytest.mark.parametrize(("seq", "found"), [(2, 2), (5, 5)])
def test_a_removed_entry_is_found_also_at_the_end(chain, seq, found):
    AuditEntry.objects.filter(seq=seq).delete()
    assert audit.first_break(chain) in (found, found + 1)
