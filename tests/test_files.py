"""Files written whole or not at all."""

import os
from pathlib import Path

import pytest

from govindex.files import find_obstacle, write_whole


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


def test_nothing_hinders_a_folder_that_is_there_or_can_be_made(tmp_path):
    assert [find_obstacle(folder) for folder in (tmp_path, tmp_path / "new" / "er", Path("new"))] == ["", "", ""]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_inside_a_file_cannot_be(tmp_path):
    (tmp_path / "file").touch()
    assert find_obstacle(tmp_path / "file" / "new") == f"{tmp_path / 'file'} is not a folder"


def test_a_folder_without_the_right_to_write_is_told(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    if os.access(tmp_path / "closed", os.W_OK):
        pytest.skip("Rights do not bind who runs the tests.")
    told = f"{tmp_path / 'closed'} cannot be written to (Permission denied)"
    assert [find_obstacle(tmp_path / place) for place in ("closed", "closed/new")] == [told, told]
    (tmp_path / "closed").chmod(0o600)
    assert find_obstacle(tmp_path / "closed" / "new").endswith(" cannot be written to (Permission denied)")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="There is no folder that nobody can write to.")
def test_a_folder_that_nobody_can_write_to_is_told():
    assert find_obstacle(Path("/proc/pages")).startswith("/proc cannot be written to (")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no pipes here.")
def test_no_file_takes_the_place_of_a_pipe_or_a_device(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="pipe is a device or a pipe"):
        write_whole({tmp_path / "a.txt": "later", tmp_path / "pipe": "x"})
    assert (tmp_path / "pipe").is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_link_that_leads_nowhere_is_no_folder(tmp_path):
    for name, target in (("loop", "loop"), ("gone", "nowhere")):
        (tmp_path / name).symlink_to(target)
        assert find_obstacle(tmp_path / name) == f"{tmp_path / name} is not a folder"
