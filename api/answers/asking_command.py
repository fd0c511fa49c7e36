"""`madoguchi ask "質問"`."""

from collections.abc import Callable
from functools import partial

import typer
from rich.console import Console
from rich.table import Table

from api.answers.asking import Asked, ask, because, spoken_in
from api.answers.asking_shapes import decided_shape
from api.answers.serving import Serving
from api.database import transaction
from api.errors import Invalid
from api.house import House
from api.web.texts import translate
from faq_clustering.answering import Candidate

GAUGE = 10


def ask_command(open_house: Callable[[], House], text: str, language: str, *, as_json: bool) -> None:
    """Print what the bot would do, in the question's language or as JSON. Bad input ends with status 2."""
    try:
        # Before anything is loaded: that takes seconds.
        spoken_in(text, language)
    except Invalid as problem:
        typer.echo(problem.detail, err=True)
        raise typer.Exit(2) from problem
    house = open_house()
    serving = Serving(house, keeps=False)
    serving.refresh()
    with transaction(house.sessions) as session:
        asked = ask(serving, session, text, language)
    if as_json:
        typer.echo(decided_shape(asked).model_dump_json(indent=2))
    else:
        print_asked(Console(), asked)


def print_asked(console: Console, asked: Asked) -> None:
    """Print the decision, its reason, the answer or the choices, and the candidates as a table."""
    t = partial(translate, asked.language)
    found, decision = asked.explanation, asked.explanation.decision
    name, values = because(found)
    say = partial(console.print, highlight=False, markup=False)
    say(t(f"asking.does_{decision.kind}"), style="bold")
    say(t(f"asking.{name}", **values))
    if decision.kind == "answer" and decision.version_id is not None:
        say(f"\n{asked.contents[decision.version_id].answer}", style="green")
    elif decision.kind == "ask":
        for choice in decision.choices:
            say(f"  [{asked.contents[choice.version_id].question}]")
    if found.candidates:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
        table.add_column(t("asking.confidence"), no_wrap=True)
        table.add_column(t("asking.faq"), overflow="fold")
        for column in ("nearest_short", "lead_short", "known_short", "vote_short"):
            table.add_column(t(f"asking.{column}"), justify="right", no_wrap=True)
        for one in found.candidates:
            table.add_row(*_row(asked, one, found.threshold))
        say()
        console.print(table, highlight=False)
        mark = (
            t("asking.no_threshold")
            if found.threshold is None
            else t("asking.threshold_is", threshold=f"{found.threshold:.2f}")
        )
        say(f"\n{t('asking.background', share=f'{found.background_vote:.0%}')} {mark}")
    say(t("asking.index", version=decision.index_version), style="dim")


def _row(asked: Asked, one: Candidate, threshold: float | None) -> tuple[str, ...]:
    said = [asked.contents[one.version_id].question]
    said += [f"  {match.cosine:.2f} {match.text}" for match in one.matches]
    sure = "—" if one.confidence is None else f"{one.confidence:.2f} {_gauge(one.confidence, threshold)}"
    words = "\n".join(said).replace("[", r"\[")
    return sure, words, f"{one.nearest:.2f}", f"{one.lead:+.2f}", f"{one.known_words:.0%}", f"{one.vote:.0%}"


def _gauge(confidence: float, threshold: float | None) -> str:
    cells = ["█" if place < round(confidence * GAUGE) else "░" for place in range(GAUGE)]
    if threshold is not None:
        cells.insert(round(threshold * GAUGE), "|")
    return "".join(cells)
