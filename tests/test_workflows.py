"""What GitHub runs: few rights, known actions, a shell that stops at errors, commands that exist.

Rules are functions from a workflow to its breaches; each is shown to find one.
"""

import copy
import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = {
    path.name: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    for path in sorted((ROOT / ".github/workflows").glob("*.yml"))
}
# What a job may do besides reading the repository.
MORE = {"publish": {"pages": "write", "id-token": "write"}}
RULES = []


def rule(function):
    RULES.append(function)
    return function


def steps(workflow):
    for job in workflow["jobs"].values():
        yield from job["steps"]


def targets():
    listed = subprocess.run(["make", "-pRrq"], cwd=ROOT, capture_output=True, text=True).stdout
    return set(re.findall(r"(?m)^([\w-]+):", listed))


def verbs(text):
    """The targets of every ``make`` command in a piece of shell."""
    return {
        word
        for command in re.findall(r"(?m)(?:^|&& |; )make ([^&;#\n]*)", text)
        for word in command.split()
        if "=" not in word and not word.startswith("-")
    }


@rule
def shell_stops_at_errors(workflow):
    shells = [workflow.get("defaults", {}).get("run", {}).get("shell")]
    shells += [step["shell"] for step in steps(workflow) if "shell" in step]
    return [shell for shell in shells if shell != "bash -eo pipefail {0}"]


@rule
def rights_are_least(workflow):
    breaches = (
        [workflow.get("permissions")] if workflow.get("permissions") != {"contents": "read"} else []
    )
    for name, job in workflow["jobs"].items():
        if job.get("permissions") != MORE.get(name):
            breaches.append({name: job.get("permissions")})
    return breaches


@rule
def actions_are_githubs_own_and_pinned(workflow):
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    return [
        action for action in used if not re.fullmatch(r"actions/[\w-]+@(v\d+|[0-9a-f]{40})", action)
    ]


@rule
def every_command_exists(workflow):
    return sorted(verbs("\n".join(step.get("run", "") for step in steps(workflow))) - targets())


@rule
def every_job_ends(workflow):
    return [name for name, job in workflow["jobs"].items() if "timeout-minutes" not in job]


@rule
def machines_are_named(workflow):
    return [job["runs-on"] for job in workflow["jobs"].values() if "latest" in job["runs-on"]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflow_keeps(rule, name):
    assert rule(WORKFLOWS[name]) == []


def broken(rule):
    workflow = copy.deepcopy(WORKFLOWS["test.yml"])
    first = workflow["jobs"]["test"]
    if rule is shell_stops_at_errors:
        first["steps"][-2]["shell"] = "bash"
    elif rule is rights_are_least:
        first["permissions"] = "write-all"
    elif rule is actions_are_githubs_own_and_pinned:
        first["steps"][0]["uses"] = "actions/checkout@main"
    elif rule is every_command_exists:
        first["steps"][-2]["run"] = "cd . && make boook TORCH=cpu"
    elif rule is every_job_ends:
        del first["timeout-minutes"]
    elif rule is machines_are_named:
        first["runs-on"] = "ubuntu-latest"
    return workflow


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_finds_its_breach(rule):
    assert len(rule(broken(rule))) == 1


def test_every_supported_python_is_tested():
    tested = WORKFLOWS["test.yml"]["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert tested == ["3.11", "3.12", "3.13"]
    lowest = re.search(r'requires-python = ">=(.*)"', (ROOT / "pyproject.toml").read_text())[1]
    assert tested[0] == lowest


def test_only_main_is_published_and_only_after_the_tests():
    publish = WORKFLOWS["test.yml"]["jobs"]["publish"]
    assert publish["needs"] == "test"
    assert publish["if"] == "github.ref == 'refs/heads/main' && github.event_name != 'pull_request'"
    assert set(WORKFLOWS["test.yml"]["on"]) == {"push", "pull_request", "workflow_dispatch"}


def test_the_newest_versions_and_the_links_are_tried_weekly():
    weekly = WORKFLOWS["weekly.yml"]
    assert weekly["on"]["schedule"]
    asked = verbs("\n".join(step.get("run", "") for step in steps(weekly)))
    assert asked >= {"newest", "links", "colab-check", "digits"}


@pytest.mark.parametrize("path", [".ci/run", "CONTRIBUTING.md", ".devcontainer/devcontainer.json"])
def test_every_command_elsewhere_exists(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".json"):
        text = json.loads(text)["postCreateCommand"]
    text += "\n".join(f"\n{code}" for code in re.findall(r"`(make [^`]*)`", text))
    assert verbs(text)
    assert verbs(text) <= targets()
