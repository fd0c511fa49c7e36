"""Every setting, typed. Read from `MADOGUCHI_…` variables; secrets also from files (`MADOGUCHI_…_FILE`)."""

import os
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "MADOGUCHI_"
SECRETS = (
    "database_url",
    "secret_key",
    "action_token",
    "api_key",
    "identity_key",
    "smtp_url",
    "webhook_url",
    "webhook_secret",
    "drafting_key",
)


class BadSetting(Exception):
    """A setting has a value that cannot be used."""


class Settings(BaseSettings):
    """All settings. A bad value stops the start with a sentence that says which and why."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: str = Field("", description="PostgreSQL address. Empty: the embedded PostgreSQL.")
    secret_key: str = Field(
        "", description="Key that signs cookies and tokens. Empty: made and kept in data/."
    )
    host: str = Field("127.0.0.1", description="Address the pages listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port of the pages.")
    api_processes: int = Field(
        0, ge=0, le=32, description="API processes on the port. 0: one a core, two at most."
    )
    public_url: str = Field("", description="Address customers reach us at. Empty: http://localhost:PORT.")
    bot_url: str = Field("http://127.0.0.1:5005", description="Where Rasa listens. Never published.")
    bot_timeout: float = Field(20.0, gt=0, description="Seconds to wait for the bot's reply to one message.")
    bot_slow: float = Field(
        4.0, gt=0, description="Seconds after which a waiting customer is told that the bot takes longer."
    )
    read_together: float = Field(
        0.7, ge=0, le=5, description="Seconds to wait for more when a message looks unfinished. 0: never."
    )
    action_token: str = Field("", description="Token Rasa sends to the action endpoint. Empty: none.")
    api_key: str = Field("", description="Key other systems send inquiries with. Empty: they can't.")
    data_dir: Path = Field(ROOT / "data", description="Folder of run-time state.")
    model_dir: Path = Field(
        ROOT / "models" / "multilingual-e5-small", description="Folder of the embedding model."
    )
    widget_key: str = Field("demo", min_length=1, description="Key a web page's widget shows to the API.")
    identity_key: str = Field(
        "",
        description="Key (HS256) with which our site signs who a customer is. Empty: nobody is known.",
    )
    widget_origins: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Origins whose pages may use the widget, separated by commas. Empty: our own pages only.",
    )
    time_zone: str = Field("Asia/Tokyo", description="Time zone of the pages and of a manager's days.")
    quiet_hours: int = Field(24, ge=1, le=240, description="Hours of quiet after which an episode ends.")
    recontact_days: int = Field(7, ge=1, le=90, description="Days in which a return counts as re-contact.")
    recontact_cosine: float = Field(
        0.2, ge=0, le=1, description="Similarity, less the corpus mean, at which two topics are the same."
    )
    follow_up_share: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Share of the silent who are asked later if it was solved. 0: none.",
    )
    target_precision: float = Field(0.85, ge=0.5, le=1, description="Share of outright answers to be right.")
    service_level_seconds: int = Field(60, ge=1, description="Hand-offs should be replied to within this.")
    default_handle_minutes: float = Field(
        8.0, gt=0, description="Human minutes per inquiry until enough hand-offs are measured."
    )
    cluster_cron: str = Field("15 3 * * *", description="When clustering runs by itself (cron, UTC).")
    session_days: int = Field(14, ge=1, le=90, description="Days a staff sign-in lasts.")
    policy_file: Path = Field(
        ROOT / "data" / "policy.yml", description="File with the hand-off policy (docs/policy.md)."
    )
    lookups_file: Path = Field(
        ROOT / "data" / "lookups.yml", description="File that declares the look-ups (docs/lookups.md)."
    )
    sample: bool = Field(True, description="Load the sample data on the first start.")
    smtp_url: str = Field(
        "", description="Mail server, smtp:// or smtps:// with user and password. Empty: no mail is sent."
    )
    mail_from: str = Field("", description="Sender's address of mail. Empty: the mail server's user.")
    webhook_url: str = Field(
        "",
        description="Address that is told of every change of an FAQ. Empty: nobody is told.",
    )
    webhook_secret: str = Field(
        "",
        validate_default=True,
        description="Key that signs what the webhook is told. Needed with one.",
    )
    drafting_url: str = Field(
        "",
        description="OpenAI-compatible endpoint that may draft answers, up to /v1. Empty: none, no button.",
    )
    drafting_model: str = Field(
        "", validate_default=True, description="Name of the model that drafts. Needed with an endpoint."
    )
    drafting_key: str = Field("", description="Key of that endpoint. Empty: none is sent.")
    drafting_seconds: float = Field(30.0, gt=0, le=120, description="Seconds to wait for a draft.")
    log_level: str = Field("info", description="debug, info, warning or error.")

    @field_validator("widget_origins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [part.strip().rstrip("/") for part in value.split(",") if part.strip()]
        return value

    @field_validator("identity_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value.encode()) < 32:
            raise ValueError("use 32 bytes or more; HS256 is no stronger than its key")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{value!r} is no time zone; use a name such as Asia/Tokyo") from error
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("use debug, info, warning or error")
        return value.lower()

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, value: str) -> str:
        if value and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("use an address that starts with postgresql://")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        if value and not value.startswith(("smtp://", "smtps://")):
            raise ValueError("use an address such as smtp://user:password@mail.example.com:587")
        return value

    @field_validator("webhook_url", "drafting_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not (value.startswith(("http://", "https://")) and urlsplit(value).hostname):
            raise ValueError("use an address that starts with https:// or http://")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _signed(cls, value: str, others: ValidationInfo) -> str:
        if others.data.get("webhook_url") and not value:
            raise ValueError("set it when MADOGUCHI_WEBHOOK_URL is set: what is sent is signed with it")
        return value

    @field_validator("drafting_model")
    @classmethod
    def _named(cls, value: str, others: ValidationInfo) -> str:
        if others.data.get("drafting_url") and not value.strip():
            raise ValueError(
                "set it when MADOGUCHI_DRAFTING_URL is set: the endpoint is asked for this model"
            )
        return value.strip()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the pages."""
        return ZoneInfo(self.time_zone)

    @property
    def own_url(self) -> str:
        """The address at which this process reaches itself, without a slash at its end."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address that people open, without a slash at its end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")


def load_settings(**overrides: Any) -> Settings:
    """Read the settings from the environment.

    Raises `BadSetting` with one sentence per bad value.
    """
    values: dict[str, Any] = {}
    for name in SECRETS:
        path = os.environ.get(f"{PREFIX}{name.upper()}_FILE")
        if path:
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise BadSetting(
                    f"{PREFIX}{name.upper()}_FILE: {path} cannot be read ({error.strerror})."
                ) from error
    try:
        return Settings(**(values | overrides))
    except ValidationError as error:
        sentences = [
            f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}"
            f" (it is {e['input']!r})."
            for e in error.errors()
        ]
        raise BadSetting("\n".join(sentences)) from error
