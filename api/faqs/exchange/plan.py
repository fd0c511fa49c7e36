"""What importing a file would do: every row checked against what is there, and nothing written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from api.errors import Invalid
from api.faqs.drafts import Draft, checked
from api.faqs.exchange.merging import Care, care_of, merged, same_words
from api.faqs.exchange.records import Field, Record
from api.faqs.exchange.wrong import OF_DRAFT, RowIsWrong, Wrong, WrongRow
from api.faqs.models import FaqVersion
from api.faqs.publishing import draft_of
from faq_clustering.embedding.keys import fold_text

QUESTIONS = (Field.QUESTION_JA, Field.QUESTION_EN)
STATES = {"published": False, "retired": True, "公開中": False, "公開終了": True}


class Action(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What becomes of one row. `before` is the version it changes, `rewords` whether the words change;
    `retired` and `care` are what they will be."""

    line: int
    action: Action
    question: str = ""
    wrong: Wrong | None = None
    draft: Draft | None = None
    before: FaqVersion | None = None
    rewords: bool = False
    retired: bool = False
    care: Care = field(default_factory=Care)


class Known:
    """The FAQs that are there, found by number and by question; and whose e-mail address is whose."""

    def __init__(self, versions: Iterable[FaqVersion], staff: Mapping[str, int]) -> None:
        self.staff = staff
        self.by_id = {version.faq_id: version for version in versions}
        self._asked: dict[tuple[Field, str], list[FaqVersion]] = defaultdict(list)
        for version in self.by_id.values():
            for name in QUESTIONS:
                if question := getattr(version, name):
                    self._asked[name, fold_text(question)].append(version)

    def meant(self, record: Record) -> FaqVersion | None:
        """Return the FAQ that a row is about; None for a new one."""
        written = record.values.get(Field.ID, "").strip()
        if written and not (written.isdecimal() and len(written) < 10):
            raise RowIsWrong(Wrong.ID)
        numbered = self.by_id.get(int(written)) if written else None
        alike = self._alike(record)
        if numbered and (numbered.faq_id in alike or not alike):
            return numbered
        # Another system's file may have given its number to something else: the question tells.
        there = [version for version in alike.values() if version.faq.retired_at is None] or [*alike.values()]
        if len(there) > 1:
            raise RowIsWrong(Wrong.AMBIGUOUS)
        return there[0] if there else None

    def _alike(self, record: Record) -> dict[int, FaqVersion]:
        found = (
            self._asked.get((name, fold_text(record.values[name])), [])
            for name in QUESTIONS
            if record.values.get(name, "").strip()
        )
        return {version.faq_id: version for versions in found for version in versions}


def plan(rows: Iterable[Record | WrongRow], known: Known) -> list[Step]:
    """Return what becomes of each row, in the order of the file."""
    steps: list[Step] = []
    met: set[object] = set()
    for row in rows:
        step = _step(row, known)
        keys = _keys(step)
        if step.action is not Action.WRONG and keys & met:
            step = replace(step, action=Action.WRONG, wrong=Wrong.TWICE)
        met |= keys
        steps.append(step)
    return steps


def _keys(step: Step) -> set[object]:
    """What tells the FAQ of a row from those of other rows."""
    if step.draft is None:
        return set()
    if step.before is not None:
        return {step.before.faq_id}
    asked = (("ja", step.draft.question_ja), ("en", step.draft.question_en))
    return {(language, fold_text(question)) for language, question in asked if question}


def _step(row: Record | WrongRow, known: Known) -> Step:
    if isinstance(row, WrongRow):
        return Step(line=row.line, action=Action.WRONG, wrong=row.wrong)
    question = next((row.values[name].strip() for name in QUESTIONS if row.values.get(name, "").strip()), "")
    try:
        return _checked_step(row, known, question)
    except RowIsWrong as reason:
        return Step(line=row.line, action=Action.WRONG, question=question, wrong=reason.wrong)
    except Invalid as problem:
        return Step(line=row.line, action=Action.WRONG, question=question, wrong=OF_DRAFT[type(problem)])


def _checked_step(row: Record, known: Known, question: str) -> Step:
    before = known.meant(row)
    base = draft_of(before) if before else Draft()
    draft = checked(merged(base, row))
    was_retired = before is not None and before.faq.retired_at is not None
    retired = _retired(row, was_retired)
    had = Care(owner_id=before.faq.owner_id, review_on=before.faq.review_on) if before else Care()
    care = care_of(row, had, known.staff)
    rewords = before is None or not same_words(draft, base)
    if rewords and was_retired and Field.STATE not in row.values:
        raise RowIsWrong(Wrong.RETIRED)
    if rewords and before is not None and before.number > _number(row, before.number):
        raise RowIsWrong(Wrong.CHANGED_MEANWHILE)
    changes = rewords or care != had or retired != was_retired
    action = Action.NEW if before is None else Action.CHANGED if changes else Action.SAME
    return Step(
        line=row.line,
        action=action,
        question=question or draft.question_ja or draft.question_en or "",
        draft=draft,
        before=before,
        rewords=rewords,
        retired=retired,
        care=care,
    )


def _retired(row: Record, was: bool) -> bool:
    written = row.values.get(Field.STATE, "").strip().lower()
    if not written:
        return was
    if written not in STATES:
        raise RowIsWrong(Wrong.STATE)
    return STATES[written]


def _number(row: Record, otherwise: int) -> int:
    written = row.values.get(Field.VERSION, "").strip()
    if written and not (written.isdecimal() and len(written) < 10):
        raise RowIsWrong(Wrong.VERSION)
    return int(written) if written else otherwise
