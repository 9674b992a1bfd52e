"""pyproject.toml, requirements.lock, environment.yml and the Makefile say the same."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


class Pin(NamedTuple):
    """One package of the lock."""

    version: str
    hashes: tuple[str, ...]


def pins(lock: str) -> dict[str, list[Pin]]:
    """Return the pins of a lock's text by package name."""
    found: dict[str, list[Pin]] = {}
    for entry in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE):
        if head := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry):
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry))
            found.setdefault(canonicalize_name(head[1]), []).append(Pin(head[2], hashes))
    return found


def requirements(pyproject: dict) -> list[Requirement]:
    """Return everything that pyproject.toml asks for directly, with the extras and what builds the project."""
    project = pyproject["project"]
    extras = [line for lines in project.get("optional-dependencies", {}).values() for line in lines]
    return [Requirement(line) for line in project["dependencies"] + extras + pyproject["build-system"]["requires"]]


def unmet(asked: list[Requirement], pinned: dict[str, list[Pin]]) -> list[str]:
    """Return a sentence for each requirement that the pins do not meet."""
    complaints = []
    for requirement in asked:
        found = pinned.get(canonicalize_name(requirement.name), [])
        if not found:
            complaints.append(f"{requirement.name} is not in requirements.lock; run make lock.")
        for pin in found:
            if not requirement.specifier.contains(pin.version, prereleases=True):
                complaints.append(f"{requirement} is pinned to {pin.version}; run make lock.")
            if not pin.hashes:
                complaints.append(f"{requirement.name} {pin.version} has no sha256 in requirements.lock.")
    return complaints


def make_targets(makefile: str) -> set[str]:
    """Return the targets that a Makefile's text lets a person make."""
    return set(re.findall(r"^([a-z]+):(?!=)", makefile, flags=re.MULTILINE))


def mentioned_targets(text: str) -> set[str]:
    """Return the targets of the make commands in a Markdown text's code."""
    fenced = re.findall(r"^```.*?^```", text, flags=re.MULTILINE | re.DOTALL)
    code = [line for block in fenced for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", text)
    commands = [re.match(r"\s*(?:\$ )?make((?: +\w+=(?:\"[^\"]*\"|\S+))*) +([a-z]+)\b(?!=)", line) for line in code]
    return {command[2] for command in commands if command}


@pytest.fixture(scope="module")
def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def lock() -> str:
    return (ROOT / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def environment() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


def test_every_requirement_is_pinned_with_its_hash_to_a_version_it_allows(pyproject, lock):
    assert unmet(requirements(pyproject), pins(lock)) == []


def test_every_line_of_the_lock_has_a_hash(lock):
    assert [name for name, found in pins(lock).items() if not all(pin.hashes for pin in found)] == []


def test_every_requirement_has_a_lower_bound(pyproject):
    bounded = {">=", "==", "~=", ">"}
    loose = [str(r) for r in requirements(pyproject) if not bounded & {part.operator for part in r.specifier}]
    assert loose == []


def test_the_lock_serves_every_python_and_platform(lock):
    assert "sys_platform == 'win32'" in lock
    assert "sys_platform == 'darwin'" in lock
    assert "python_full_version < '3.12'" in lock
    assert len(pins(lock)["pandas"][0].hashes) > 20  # a wheel for each platform and Python, and the source


@pytest.mark.parametrize("name", ["requirements.lock", "environment.yml"])
def test_no_address_stands_in_what_is_installed_from(name):
    text = (ROOT / name).read_text("utf-8")
    assert [line for line in text.splitlines() if "://" in line or re.search(r"--(extra-)?(index|find)", line)] == []


def test_conda_installs_the_lock_and_nothing_else(environment):
    *plain, last = environment["dependencies"]
    assert last == {"pip": ["-r requirements.lock"]}
    assert [re.match(r"[a-z]+", line)[0] for line in plain] == ["python", "pip"]


def test_conda_takes_the_pythons_that_pyproject_takes(environment, pyproject):
    (python,) = (line for line in environment["dependencies"] if str(line).startswith("python"))
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(pyproject["project"]["requires-python"])


def test_the_lock_is_made_for_the_oldest_python(pyproject):
    oldest = pyproject["project"]["requires-python"].removeprefix(">=")
    assert f"--python-version {oldest} " in (ROOT / "Makefile").read_text("utf-8")
    assert pyproject["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")


def test_documents_name_only_make_targets_that_exist():
    there = make_targets((ROOT / "Makefile").read_text("utf-8"))
    documents = [path for path in [ROOT / "README.md", *ROOT.glob("[ldnt]*/**/README.md")] if path.is_file()]
    lost = {path.name: mentioned_targets(path.read_text("utf-8")) - there for path in documents}
    assert {name: targets for name, targets in lost.items() if targets} == {}


@pytest.mark.slow
def test_the_python_lines_of_the_readme_run_and_print_what_they_say():
    text = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for lines in blocks:
        run = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.splitlines() == re.findall(r"^print\(.*\)  # (.*)$", lines, re.MULTILINE)


def test_a_missing_an_old_and_an_unhashed_pin_are_found():
    asked = [Requirement("pandas>=3"), Requirement("altair>=6"), Requirement("Babel>=2")]
    lock = f"pandas==2.2.0 \\\n    --hash=sha256:{'0' * 64}\nbabel==2.18.0\n    # via pandas\n"
    assert unmet(asked, pins(lock)) == [
        "pandas>=3 is pinned to 2.2.0; run make lock.",
        "altair is not in requirements.lock; run make lock.",
        "Babel 2.18.0 has no sha256 in requirements.lock.",
    ]


def test_make_commands_are_found_in_a_text():
    text = 'To make do, `make report` or\n\n```sh\nmake PYTHON=python3.12 test\n$ make lab year=2020\nmake "x"\n```\n'
    assert mentioned_targets(text) == {"report", "test", "lab"}


def test_make_targets_are_told_from_variables():
    assert make_targets("report: x ## y\nlang = vi\nRUN := z\nabc:= z\n") == {"report"}
