"""The queue, narrowed to what one reviewer has."""

from typing import Any

import pytest

from screener.uses.reading_room import Wanted
from screener.words.errors import Invalid
from screener.words.people import Actor, Role
from tests.uses.house import House


def test_a_list_is_narrowed_to_what_one_reviewer_has(house: House) -> None:
    zoe = house.person("Zoe", Role.reviewer)
    rosas, zoes = house.in_review(), house.in_review()
    house.reviews.assign(house.mia, zoes, zoe.id)
    house.waiting()

    def listed(actor: Actor, **wanted: Any) -> set[str]:
        return {row.id for row in house.reading.queue(actor, Wanted(**wanted)).rows}

    assert listed(house.mia, reviewer=house.rosa.id) == {rosas, zoes}
    assert listed(house.mia, reviewer=zoe.id) == listed(zoe, assigned_to_me=True) == {zoes}
    assert listed(house.rosa, reviewer=zoe.id) == {zoes}, "which is also Rosa's"
    assert listed(zoe, reviewer=house.rosa.id) == {zoes}, "and nothing that Zoe may not see"
    assert listed(house.mia, reviewer="0" * 32) == set()
    assert listed(zoe, reviewer=zoe.id, assigned_to_me=True) == {zoes}
    with pytest.raises(Invalid, match="not for both"):
        listed(zoe, reviewer=house.rosa.id, assigned_to_me=True)
