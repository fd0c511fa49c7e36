"""The conversations, told end by end with the product's own words and the agents' written replies."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.answers.content import answer_in
from api.chat.acts import Answer, Choice, Clarification, NothingFound, NotSolved, SmallTalk, Solved
from api.chat.choices import Pressed
from api.chat.language import language_or
from api.episodes.ledger import Reason
from api.faqs.models import FaqVersion
from api.sample.casting import End, Scene
from api.sample.rows import Cast
from api.sample.talk import Talk
from api.sample.words import ASK_FOR_PERSON, FOLLOW_UP, TAKEN, THANKS
from api.staff.models import Staff
from api.web.texts import translate

INDEX = "sample"
"""Stands for the answer index's version in what the sample's past answers say."""
THRESHOLD = 0.85


@dataclass(frozen=True, kw_only=True, slots=True)
class Teller:
    """Tells scenes with one cast."""

    cast: Cast
    now: datetime
    quiet: timedelta

    def tell(self, talk: Talk, scene: Scene) -> None:
        """Play a scene to its end."""
        stories: dict[End, Callable[[Talk, Scene], None]] = {
            End.SOLVED: self._solved,
            End.QUIET: self._answered,
            End.JUST_NOW: self._answered,
            End.REFUSED: self._refused,
            End.REFUSED_PERSON: self._refused,
            End.PERSON: self._person,
            End.WAITING: self._person,
            End.GAVE_UP: self._gave_up,
            End.BLOCKED: lambda talk, scene: talk.unavailable(),
            End.SOCIAL: self._social,
        }
        talk.customer(scene.text)
        stories[scene.end](talk, scene)
        if scene.end not in {End.SOLVED, End.WAITING, End.PERSON, End.REFUSED_PERSON}:
            talk.expire(now=self.now, quiet=self.quiet)

    def _social(self, talk: Talk, scene: Scene) -> None:
        talk.bot(
            SmallTalk(text=translate(talk.language, "dialogue.greet"), language=talk.language, intent="greet")
        )

    def _answered(self, talk: Talk, scene: Scene) -> None:
        version = self._version(scene)
        if talk.chance.random() < 0.25:
            self._clarified(talk, version)
        else:
            self._answer(talk, version, talk.chance.triangular(THRESHOLD, 0.99, 0.96))

    def _clarified(self, talk: Talk, version: FaqVersion) -> None:
        confidence = talk.chance.uniform(0.45, THRESHOLD)
        choices = [self._choice(talk, version, confidence), *self._others(talk, version, confidence)]
        talk.chance.shuffle(choices)
        self._ask_which(talk, choices)
        talk.wait(4, 40)
        question = answer_in(version, talk.language).question
        talk.presses(Pressed(kind="faq", faq_id=version.faq_id), question)
        self._answer(talk, version, confidence, chosen=True)

    def _solved(self, talk: Talk, scene: Scene) -> None:
        self._answered(talk, scene)
        version = self._version(scene)
        talk.wait(20, 400)
        talk.presses(Pressed(kind="solved"))
        text = translate(talk.language, "dialogue.solved")
        talk.bot(Solved(text=text, language=talk.language, faq_id=version.faq_id, version_id=version.id))
        if talk.chance.random() < 0.45:
            talk.rate(talk.chance.choices((2, 3, 4, 5), (4, 12, 40, 44))[0], "bot")

    def _refused(self, talk: Talk, scene: Scene) -> None:
        self._answered(talk, scene)
        version = self._version(scene)
        talk.wait(20, 300)
        talk.presses(Pressed(kind="not_solved"))
        text = translate(talk.language, "dialogue.not_solved_rephrase")
        talk.bot(
            NotSolved(
                text=text,
                language=talk.language,
                offer=True,
                faq_id=version.faq_id,
                version_id=version.id,
            )
        )
        if scene.end is End.REFUSED_PERSON:
            self._with_person(talk, scene, Reason.NOT_SOLVED)

    def _gave_up(self, talk: Talk, scene: Scene) -> None:
        if talk.chance.random() < 0.3:
            self._wrong_choices(talk)
            if talk.chance.random() < 0.6:
                self._none_of_these(talk)
        else:
            self._nothing(talk)

    def _person(self, talk: Talk, scene: Scene) -> None:
        way = talk.chance.random()
        if way < 0.5:
            self._nothing(talk)
            self._with_person(talk, scene, Reason.NO_ANSWER)
        elif way < 0.72:
            self._wrong_choices(talk)
            self._none_of_these(talk)
            self._with_person(talk, scene, Reason.LOW_CONFIDENCE)
        elif way < 0.95:
            self._wrong_choices(talk)
            self._with_person(talk, scene, Reason.CUSTOMER_REQUEST)
        else:
            talk.unavailable()
            self._with_person(talk, scene, Reason.BOT_UNAVAILABLE)

    def _with_person(self, talk: Talk, scene: Scene, reason: Reason) -> None:
        """Ask for a person, who helps; one in ten no longer waits."""
        talk.wait(4, 60)
        if reason is Reason.CUSTOMER_REQUEST:
            talk.customer(talk.chance.choice(ASK_FOR_PERSON[talk.language]))
            talk.wait(0.4, 2.6)
        talk.hand_over(reason)
        if scene.end is End.WAITING:
            return
        if talk.chance.random() < 0.1:
            talk.wait(120, 1500)
            talk.cancel()
            talk.expire(now=self.now, quiet=self.quiet)
            return
        waited = min(talk.chance.lognormvariate(3.6, 1.0), 1500)
        talk.wait(waited * 0.5, waited * 0.8)
        agent = self._agent(talk)
        talk.claim(agent)
        talk.wait(5, 5 + waited * 0.4)
        talk.reply(agent, talk.chance.choice(TAKEN[talk.language]).format(name=agent.name.split()[0]))
        talk.wait(70, 290)
        written = scene.dated.written.reply if scene.dated else None
        talk.reply(agent, written or talk.chance.choice(FOLLOW_UP[talk.language]))
        if talk.chance.random() < 0.7:
            talk.wait(40, 290)
            talk.customer(talk.chance.choice(THANKS[talk.language]))
        talk.wait(30, 200)
        talk.resolve(agent)
        if talk.chance.random() < 0.5:
            talk.rate(talk.chance.choices((1, 2, 3, 4, 5), (2, 4, 10, 38, 46))[0], "agent")

    def _answer(self, talk: Talk, version: FaqVersion, confidence: float, *, chosen: bool = False) -> None:
        content = answer_in(version, talk.language)
        talk.bot(
            Answer(
                text=content.answer,
                language=language_or(content.language),
                question=content.question,
                faq_id=version.faq_id,
                version_id=version.id,
                confidence=round(confidence, 3),
                threshold=None if chosen else THRESHOLD,
                index_version=INDEX,
            )
        )

    def _nothing(self, talk: Talk) -> None:
        text = translate(talk.language, "dialogue.nothing_found")
        talk.bot(NothingFound(text=text, language=talk.language))

    def _wrong_choices(self, talk: Talk) -> None:
        version = talk.chance.choice(list(self.cast.faqs.values()))
        confidence = talk.chance.uniform(0.25, 0.6)
        self._ask_which(
            talk, [self._choice(talk, version, confidence), *self._others(talk, version, confidence)]
        )

    def _none_of_these(self, talk: Talk) -> None:
        talk.wait(5, 60)
        talk.presses(Pressed(kind="none_of_these"))
        text = translate(talk.language, "dialogue.none_of_these")
        talk.bot(NothingFound(text=text, language=talk.language, reason=Reason.LOW_CONFIDENCE))

    def _ask_which(self, talk: Talk, choices: list[Choice]) -> None:
        text = translate(talk.language, "dialogue.ask" if len(choices) > 1 else "dialogue.ask_one")
        talk.bot(Clarification(text=text, language=talk.language, choices=tuple(choices)))

    def _others(self, talk: Talk, version: FaqVersion, confidence: float) -> list[Choice]:
        rest = [other for other in self.cast.faqs.values() if other is not version]
        return [
            self._choice(talk, other, confidence * talk.chance.uniform(0.3, 0.9))
            for other in talk.chance.sample(rest, talk.chance.choice((0, 1, 1, 2)))
        ]

    def _choice(self, talk: Talk, version: FaqVersion, confidence: float) -> Choice:
        question = answer_in(version, talk.language).question
        return Choice(
            faq_id=version.faq_id, version_id=version.id, text=question, confidence=round(confidence, 3)
        )

    def _version(self, scene: Scene) -> FaqVersion:
        topic = scene.dated.written.topic if scene.dated else None
        return self.cast.faqs[topic or ""]

    def _agent(self, talk: Talk) -> Staff:
        mine = [one for one in self.cast.agents if one.language == talk.language]
        return talk.chance.choice(mine or self.cast.agents)
