"""Rule packs ship complete, dated and readable."""

from datetime import date

import pytest

from copilot.errors import InputError, KnowledgeError
from copilot.evaluation.channels import load_packs, pack_named


def test_twenty_six_channels_ship_and_audience_sites_are_read_only(packs):
    assert len(packs) == 26
    assert {p.id for p in packs.values() if not p.writable} == {"douban", "maoyan", "taopiaopiao"}
    assert all(p.read_only_why for p in packs.values() if not p.writable)


def test_every_writable_channel_has_formats_and_a_required_field(packs):
    for pack in (p for p in packs.values() if p.writable):
        assert pack.formats, pack.id
        assert any(limit.required for limit in pack.fields.values()), pack.id


def test_every_field_answers_to_one_alias_only(packs):
    for pack in packs.values():
        names = [n for field, limit in pack.fields.items() for n in (field, *limit.aliases)]
        assert len(names) == len(set(names)), pack.id


def test_limits_are_stale_after_180_days(packs):
    assert not packs["weibo"].is_stale(date(2027, 5, 22))
    assert packs["weibo"].is_stale(date(2027, 5, 23))


def test_an_unknown_channel_names_the_known_ones(packs):
    with pytest.raises(InputError, match="weibo"):
        pack_named(packs, "myspace")


def test_a_file_must_be_named_after_its_id(tmp_path):
    (tmp_path / "a.yaml").write_text("id: b\nname: {zh: b, en: b}\nregion: CN\nfields: {}\nverified_on: 2026-11-23\n")
    with pytest.raises(KnowledgeError, match="its id is 'b'"):
        load_packs(tmp_path)
