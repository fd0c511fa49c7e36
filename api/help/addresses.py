"""Where the pages of the FAQ site are: Japanese at /help, English at /help/en."""

from api.help.shelf import Entry
from api.web.texts import LANGUAGES


def front(language: str) -> str:
    """Return the path of the first page in `language`."""
    return "/help" if language == LANGUAGES[0] else f"/help/{language}"


def path_of(faq_id: int, language: str) -> str:
    """Return the path of one FAQ in `language`."""
    return f"{front(language)}/{faq_id}"


def alternates(entry: Entry) -> dict[str, str]:
    """Return the path of the FAQ in each language that it has."""
    return {language: path_of(entry.faq_id, language) for language in entry.languages}
