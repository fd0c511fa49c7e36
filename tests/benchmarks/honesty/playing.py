"""The people of a world live through their weeks with the product, in the order of time."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from faq_clustering.text import language_of
from tests.benchmarks.honesty.product import Browser, Product
from tests.benchmarks.honesty.world import DAYS, Person, Problem

Step = Callable[[], None]


@dataclass
class Truth:
    """What really happened after one message that opened a visit."""

    person: int
    problem: Problem
    solved_by_bot: bool = False


@dataclass
class Life:
    """Plays a world. `told` holds the truth by the message (conversation, number) that opened each visit."""

    product: Product
    people: list[Person]
    faq_topics: dict[int, str]
    questions: dict[str, str]
    """The topic of each FAQ by its question, as the widget shows it."""
    qualities: dict[str, float]
    told: dict[tuple[str, int], Truth] = field(default_factory=dict)
    unseen_calls: int = 0
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)
    _browsers: dict[int, Browser] = field(default_factory=dict)
    _last: dict[str, tuple[Person, Problem, Browser]] = field(default_factory=dict)
    """Who asked last in a conversation, about what and where."""

    def run(self, only: set[int] | None = None) -> None:
        """Live; `only` these people, if given."""
        for person in self.people:
            if only is not None and person.number not in only:
                continue
            for problem in person.problems:
                self._at(problem.at, self._visit, person, problem)
        begins = self.product.clock()
        for day in range(1, DAYS + 25):
            self._at(begins + timedelta(days=day, hours=10), self._sweep)
        while self._steps:
            at, _, step = heapq.heappop(self._steps)
            if at > self.product.clock.now:
                self.product.clock.now = at
            step()

    def _at(self, at: datetime, step: Callable[..., None], *given: object) -> None:
        heapq.heappush(self._steps, (at, next(self._numbers), lambda: step(*given)))

    def _browser(self, person: Person) -> Browser:
        owner = person.number if person.shares_with is None else person.shares_with
        if owner not in self._browsers:
            self._browsers[owner] = Browser(self.product)
        return self._browsers[owner]

    def _sweep(self) -> None:
        """Some of those who are asked later whether it was solved answer."""
        for conversation in self.product.sweep():
            person, problem, browser = self._last[conversation]
            helped, world = problem.solved_by == "bot", person.world
            if browser.conversation != conversation or not person.lucky(
                world.answers_helped if helped else world.answers_unhelped
            ):
                continue
            browser.visit(f"customer-{person.number}" if person.identified else None, "ja")
            if browser.conversation != conversation:
                continue
            browser.press("follow_up_yes" if helped else "follow_up_no")
            if not helped and problem.solved_by is None and person.lucky(world.wants_person / 2):
                browser.ask_for_person()
                self._with_person(person, problem, browser)

    def _visit(self, person: Person, problem: Problem) -> None:
        """Open the widget and ask."""
        if problem.solved_by is not None:
            return
        product, again = self.product, problem.tries > 0
        if again and not person.identified:
            if person.lucky(person.world.new_device):
                self._browsers.pop(person.number, None)
                person.shares_with = None
            if person.identifies:
                person.identified = True
        browser, words = self._browser(person), problem.put()
        if product.house.policy.hours.state(product.clock()).open:
            product.be_at_the_inbox()
        language = language_of(words)
        browser.visit(f"customer-{person.number}" if person.identified else None, language)
        opened, state = browser.say(words)
        truth = self.told[opened] = Truth(person=person.number, problem=problem)
        self._last[str(browser.conversation)] = (person, problem, browser)
        product.clock.move(seconds=20)
        if state["hand_off"] is not None:
            self._with_person(person, problem, browser, held=_newest(state).get("act") == "hand_off")
            return
        self._react(person, problem, browser, state, truth)

    def _react(
        self, person: Person, problem: Problem, browser: Browser, state: dict[str, Any], truth: Truth
    ) -> None:
        """Do something about what the bot said."""
        content = _newest(state)
        if content.get("act") == "clarification":
            state = self._choose(person, problem, browser, content)
            self.product.clock.move(seconds=20)
            if state is None:
                self._go(person, problem)
                return
            if state["hand_off"] is not None:
                self._with_person(person, problem, browser)
                return
            content = _newest(state)
        if content.get("act") != "answer":
            self._unanswered(person, problem, browser)
            return
        helped = person.helped_by(self.questions[content["question"]], problem, self.qualities)
        done = person.after_answer(helped)
        if helped:
            problem.solved_by, truth.solved_by_bot = "bot", True
        self.product.clock.move(seconds=60)
        if done in ("solved", "not_solved"):
            browser.press(done)
            if done == "solved":
                if person.lucky(0.3):
                    browser.rate(5 if helped else 3)
                if not helped:
                    self._go(person, problem)
                return
            if browser.state()["hand_off"] is None and person.lucky(person.world.wants_person):
                browser.ask_for_person()
                self._with_person(person, problem, browser)
            else:
                self._go(person, problem)
        elif done == "person":
            browser.ask_for_person()
            self._with_person(person, problem, browser)
        elif not helped:
            self._go(person, problem)

    def _choose(
        self, person: Person, problem: Problem, browser: Browser, content: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Choose what fits if it is there; else say so, or leave."""
        right = [c["faq_id"] for c in content["choices"] if self.faq_topics[c["faq_id"]] == problem.topic]
        if right and person.lucky(0.92):
            browser.press("faq", faq_id=right[0])
        elif person.lucky(0.15):
            browser.press("faq", faq_id=content["choices"][0]["faq_id"])
        elif person.lucky(0.6):
            browser.press("none_of_these")
        else:
            return None
        return browser.state()

    def _unanswered(self, person: Person, problem: Problem, browser: Browser) -> None:
        if person.lucky(person.world.wants_person):
            browser.ask_for_person()
            self._with_person(person, problem, browser)
        else:
            self._go(person, problem)

    def _with_person(self, person: Person, problem: Problem, browser: Browser, *, held: bool = False) -> None:
        """Wait for the agent, who comes when we are open."""
        product = self.product
        if held and person.leaves_queue:
            product.clock.move(seconds=90)
            browser.leave_queue()
            # Who did not even wait for a person gives up.
            return
        state = product.house.policy.hours.state(product.clock())
        when = product.clock() + timedelta(minutes=2) if state.open else state.opens_at
        self._at(when, self._served, person, problem, browser.conversation)

    def _served(self, person: Person, problem: Problem, conversation: str) -> None:
        self.product.serve_hand_off(conversation, topic=problem.topic)
        problem.solved_by = "person"
        person.human.append(self.product.clock())

    def _go(self, person: Person, problem: Problem) -> None:
        """Leave unhelped: come back, telephone or give up."""
        if problem.tries >= 3:
            return
        does, at = person.later(), self.product.clock() + person.pause()
        if does == "return":
            self._at(at, self._visit, person, problem)
        elif does == "phone":
            hours = self.product.house.policy.hours.state(at)
            self._at(at if hours.open else hours.opens_at, self._call, person, problem)

    def _call(self, person: Person, problem: Problem) -> None:
        if problem.solved_by is not None:
            return
        problem.solved_by = "person"
        person.human.append(self.product.clock())
        words = problem.put()
        if person.identified:
            self.product.call(f"customer-{person.number}", words)
        else:
            # The telephone desk cannot tell which visitor this was.
            self.unseen_calls += 1


def _newest(state: dict[str, Any]) -> dict[str, Any]:
    """Return the content of the newest message that is not the customer's."""
    return next((m["content"] for m in reversed(state["messages"]) if m["author"] != "customer"), {})
