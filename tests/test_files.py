"""Files written whole or not at all."""

import pytest

from govindex.files import write_whole


def test_every_text_is_written_and_nothing_left_beside_it(tmp_path):
    write_whole({tmp_path / "a.txt": "một\n", tmp_path / "b.txt": "hai\n"})
    assert (tmp_path / "a.txt").read_bytes() == "một\n".encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_an_earlier_text_is_replaced(tmp_path):
    (tmp_path / "a.txt").write_text("earlier")
    write_whole({tmp_path / "a.txt": "later"})
    assert (tmp_path / "a.txt").read_text() == "later"


def test_when_one_cannot_be_written_none_is(tmp_path):
    (tmp_path / "a.txt").write_text("earlier")
    with pytest.raises(OSError, match="missing"):
        write_whole({tmp_path / "a.txt": "later", tmp_path / "missing" / "b.txt": "x"})
    assert (tmp_path / "a.txt").read_text() == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
