"""A look-up's step or result as an act, worded."""

from api.chat.acts import Lookup as LookupAct
from api.chat.buttons import PATIENCE
from api.chat.language import Language
from api.dialogue.lookup_steps import Ask, Cancelled, Complete
from api.lookups.connector import Result
from api.lookups.template import fill
from api.web.texts import translate


def asking(ask: Ask, language: Language) -> LookupAct:
    """Return the question for a field."""
    prompt = ask.field.prompt.in_language(language)
    match ask.why:
        case "invalid":
            text = ask.field.invalid.in_language(language)
            if ask.attempts >= PATIENCE:
                text = f"{text}\n{translate(language, 'lookups.or_person')}"
        case "next":
            text = prompt
        case _:
            text = translate(
                language,
                f"lookups.{ask.why}",
                title=ask.lookup.title.in_language(language),
                prompt=prompt,
            )
    return LookupAct(
        text=text,
        language=language,
        name=ask.lookup.name,
        state="asking",
        values=dict(ask.values),
        field=ask.field.name,
        attempts=ask.attempts,
    )


def cancelled(step: Cancelled, language: Language) -> LookupAct:
    """Say that nothing is looked up."""
    text = translate(language, "lookups.cancelled", title=step.lookup.title.in_language(language))
    return LookupAct(text=text, language=language, name=step.lookup.name, state="cancelled", values={})


def answered(step: Complete, result: Result, language: Language) -> LookupAct:
    """Say what came of it: what the system says, that it knows no such thing, or that it did not answer."""
    lookup = step.lookup
    match result.kind:
        case "found":
            text = fill(lookup.response.in_language(language), {**step.values, **result.values})
        case "not_found":
            text = fill(lookup.not_found.text.in_language(language), step.values)
        case "failed":
            text = translate(language, "lookups.failed", title=lookup.title.in_language(language))
    return LookupAct(
        text=text,
        language=language,
        name=lookup.name,
        state="answered" if result.kind == "found" else result.kind,
        values=dict(step.values),
        status=result.status,
        ms=result.ms,
    )
