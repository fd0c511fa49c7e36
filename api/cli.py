"""The `madoguchi` command."""

import logging
import sys
from typing import Annotated, Any

import typer
from sqlalchemy.exc import OperationalError

import api.models  # noqa: F401 - every command knows every table
from api.database import transaction
from api.faqs.exchange.command import faq_commands
from api.house import House, build_house
from api.inquiries.command import FILE, MAP, SOURCE, import_command
from api.settings import BadSetting, load_settings
from api.staff.models import Role

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Madoguchi's commands.")
staff = typer.Typer(no_args_is_help=True, help="Members of staff.")
sample = typer.Typer(no_args_is_help=True, help="The sample data.")
app.add_typer(staff, name="staff")
app.add_typer(sample, name="sample")
lookups = typer.Typer(no_args_is_help=True, help="Look-ups in your own systems.")
app.add_typer(lookups, name="lookups")


def open_house(**overrides: Any) -> House:
    """Build the house, or end with one sentence per bad setting."""
    try:
        house = build_house(load_settings(**overrides))
    except BadSetting as error:
        raise SystemExit(str(error)) from error
    level = logging.getLevelName(house.settings.log_level.upper())
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return house


def ready_house() -> House:
    """Build the house and see that its database answers, or end with one sentence."""
    house = open_house()
    try:
        house.engine.connect().close()
    except OperationalError as error:
        raise SystemExit(
            "The database cannot be reached: start it with `make run`, or set MADOGUCHI_DATABASE_URL."
        ) from error
    return house


app.add_typer(faq_commands(ready_house), name="faqs")


@app.command()
def serve() -> None:
    """Serve the pages and the API."""
    from api.serve import serve as run

    run(open_house())


@app.command()
def worker() -> None:
    """Do background jobs."""
    from api.jobs import work

    work(open_house())


@app.command()
def migrate(
    grant_to: Annotated[
        str, typer.Option(help="Let this database role run the application, without a right to change facts.")
    ] = "",
) -> None:
    """Bring the database to the newest schema."""
    from api.migrate import grant_to as grant
    from api.migrate import migrate as run

    house = open_house()
    run(house.engine, house.database_url)
    if grant_to:
        grant(house.engine, grant_to)


@app.command("import")
def import_(file: FILE, columns: MAP = "", source: SOURCE = "file") -> None:
    """Import inquiries. Importing a file again adds nothing twice."""
    import_command(ready_house(), file, columns, source)


@app.command()
def cluster() -> None:
    """Embed new inquiries and cluster all of them."""
    from api.candidates.command import cluster_command

    cluster_command(ready_house())


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A customer's words.")],
    language: Annotated[str, typer.Option(help="ja or en; empty: told from the question.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, as the API does.")] = False,
) -> None:
    """Show what the bot would do with a question, and why. The question is not recorded."""
    from api.answers.asking_command import ask_command

    ask_command(ready_house, question, language, as_json=as_json)


@app.command()
def policy(
    message: Annotated[str, typer.Argument(help="A customer's words: what becomes of them.")] = "",
) -> None:
    """Print the hand-off policy in force now: hours, next opening, sensitive topics."""
    from api.policy.command import policy_command

    house = open_house()
    policy_command(house.policy, house.settings.policy_file, message=message)


@lookups.command("check")
def check() -> None:
    """Say whether the look-up file can be used and its secrets are there; with the line of each mistake."""
    from api.lookups.command import check_command

    try:
        sys.exit(check_command(load_settings().lookups_file))
    except BadSetting as error:
        raise SystemExit(str(error)) from error


@staff.command("add")
def add(
    email: str,
    name: Annotated[str, typer.Option(prompt=True)],
    role: Annotated[Role, typer.Option(prompt=True)],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    language: str = "ja",
) -> None:
    """Add a member of staff."""
    from api.errors import Problem
    from api.staff.store import add_staff

    house = ready_house()
    try:
        with transaction(house.sessions) as session:
            add_staff(session, email=email, name=name, role=role, password=password, language=language)
    except Problem as error:
        raise SystemExit(error.detail) from error
    typer.echo(f"{name} can sign in at {house.settings.url}/staff as {role.value}.")


@sample.command("load")
def load(
    once: Annotated[bool, typer.Option(help="Do nothing when it was loaded before, or was removed.")] = False,
) -> None:
    """Load the sample data, with dates up to today."""
    from api.sample.command import load_command

    sys.exit(load_command(ready_house(), once=once))


@sample.command("remove")
def remove() -> None:
    """Take every sample row out again."""
    from api.sample.command import remove_command

    sys.exit(remove_command(ready_house()))


if __name__ == "__main__":
    app()
