"""The compose file is the layout of `make run`, for a server."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from fastapi.testclient import TestClient

from api.cli import app
from api.settings import PREFIX, ROOT, SECRETS, Settings
from tests.deployment.conftest import ONE_SHOTS, OURS, rows_of

LASTING = {"postgres", "redis", "api", "worker", "bot"}
BOT_SECRETS = {"RASA_TRACKER_URL", "MADOGUCHI_ACTION_TOKEN", "MADOGUCHI_REDIS_URL"}


def test_the_services_are_those_of_make_run_with_redis(services: dict[str, Any]) -> None:
    assert set(services) == LASTING | ONE_SHOTS


def test_every_variable_is_a_documented_setting(services: dict[str, Any]) -> None:
    documented = rows_of("docs/settings.md")
    for name, service in services.items():
        for variable in service.get("environment", {}):
            if variable.startswith(("MADOGUCHI_", "RASA_")):
                assert variable.removesuffix("_FILE") in documented, f"{name}: {variable}"


def test_the_api_and_the_worker_take_only_settings_that_exist(services: dict[str, Any]) -> None:
    for name in ("api", "worker", "migrate"):
        for variable in services[name]["environment"]:
            setting = variable.removesuffix("_FILE").removeprefix(PREFIX).lower()
            assert setting in Settings.model_fields, f"{name}: {variable}"


def test_every_command_exists(services: dict[str, Any]) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for name in OURS:
        program, what, *_ = services[name]["command"]
        if program == "madoguchi":
            assert what in commands
        elif what == "-m":
            module = services[name]["command"][2].replace(".", "/")
            assert (ROOT / f"{module}.py").is_file()
        else:
            assert (ROOT / what).is_file(), what


def test_scripts_of_health_checks_exist(services: dict[str, Any]) -> None:
    scripts = [part for s in services.values() for part in s.get("healthcheck", {}).get("test", [])]
    for script in (part for part in scripts if part.endswith(".py")):
        assert (ROOT / script).is_file()
        assert f"!{script}" in (ROOT / ".dockerignore").read_text().split()


def test_the_api_answers_where_its_health_is_asked(services: dict[str, Any], client: TestClient) -> None:
    assert client.get(health_path(services["api"])).status_code == 200


def test_the_bot_has_a_channel_where_its_health_is_asked(services: dict[str, Any]) -> None:
    credentials = yaml.safe_load((ROOT / "bot/credentials.yml").read_text(encoding="utf-8"))
    channels = [name for name in credentials if name.startswith("components.health.")]
    source = (ROOT / "bot/components/health.py").read_text(encoding="utf-8")
    assert channels
    assert 'return "health"' in source
    assert health_path(services["bot"]) == "/webhooks/health/"


def test_the_bot_calls_the_action_endpoint_of_the_api(services: dict[str, Any], client: TestClient) -> None:
    url = services["bot"]["environment"]["MADOGUCHI_ACTION_URL"]
    assert url.startswith(f"http://api:{services['api']['environment']['MADOGUCHI_PORT']}/")
    path = "/" + url.split("/", 3)[3]
    call = {"next_action": "action_unknown", "sender_id": "1"}
    assert client.post(path, json=call).json()["action_name"] == "action_unknown"


def test_only_the_gateway_is_published(services: dict[str, Any], compose: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"api"}
    assert compose["networks"]["inside"]["internal"]
    assert {name for name, s in services.items() if "outside" in s["networks"]} == {"api", "model"}


@pytest.mark.parametrize("name", sorted(LASTING))
def test_what_lasts_restarts_and_is_watched(services: dict[str, Any], name: str) -> None:
    assert services[name]["restart"] == "unless-stopped"
    assert services[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", sorted(ONE_SHOTS))
def test_what_runs_once_is_waited_for_and_not_restarted(services: dict[str, Any], name: str) -> None:
    assert services[name]["restart"] == "no"
    waits = [s["depends_on"][name] for s in services.values() if name in s.get("depends_on", {})]
    assert waits
    assert all(wait == {"condition": "service_completed_successfully"} for wait in waits)


@pytest.mark.parametrize("name", ["api", "worker", "bot"])
def test_nothing_of_ours_starts_before_the_migrations(services: dict[str, Any], name: str) -> None:
    assert "migrate" in services[name]["depends_on"]


def test_secrets_come_from_files_only(services: dict[str, Any], compose: dict[str, Any]) -> None:
    secrets = {f"{PREFIX}{name.upper()}" for name in SECRETS} | {"RASA_TRACKER_URL", "POSTGRES_PASSWORD"}
    for name, service in services.items():
        environment = service.get("environment", {})
        assert not secrets & set(environment), name
        for variable, value in environment.items():
            assert "@" not in str(value), f"{name}: {variable} holds a password"
            if variable.endswith("_FILE"):
                folder, secret = str(value).rsplit("/", 1)
                assert folder == "/run/secrets"
                assert secret in service["secrets"]
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())


def test_the_bot_reads_its_secrets_from_files(services: dict[str, Any]) -> None:
    given = {v.removesuffix("_FILE") for v in services["bot"]["environment"] if v.endswith("_FILE")}
    assert given <= BOT_SECRETS
    source = (ROOT / "bot/serve.py").read_text(encoding="utf-8")
    named = re.search(r"^SECRETS = \((.*)\)$", source, re.MULTILINE)
    assert named
    assert set(re.findall(r'"(\w+)"', named[1])) == BOT_SECRETS


def test_the_script_makes_every_secret_and_git_ignores_them(compose: dict[str, Any]) -> None:
    script = (ROOT / "deploy/make-secrets.sh").read_text(encoding="utf-8")
    for name, secret in compose["secrets"].items():
        assert Path(secret["file"]) == Path("deploy/secrets") / name
        assert re.search(rf"^keep {name} ", script, re.MULTILINE)
    assert "/secrets/" in (ROOT / "deploy/.gitignore").read_text().split()


def health_path(service: dict[str, Any]) -> str:
    """The path of the address a health check asks."""
    found = re.search(r'http://127\.0\.0\.1:\d+(/[^"]*)"', service["healthcheck"]["test"][-1])
    assert found
    return found[1]
