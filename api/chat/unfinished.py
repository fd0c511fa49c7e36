"""Does a message look as if more is to come? Then it is held for a moment, to be read with the next one.

A wrong "yes" costs a customer less than a second, a wrong "no" two answers to one question. Most messages
are whole questions and must not wait at all, so only clear signs count.
"""

import re
import unicodedata

from api.chat.language import JAPANESE, LATIN_WORD

TRAILING = re.compile(r"[、,・:;\-–—~〜](?<!、、)$")
"""Signs after which one goes on writing."""
FADING = re.compile(r"(?:\.\.+|…+|‥|、、+)$")
"""Signs after which one may go on, or have said it with a sigh."""
ASKED = re.compile(r"[?。!！]\s*\S|(?:ます|です|せん)か[、,\s]")
"""Something is asked or said already, and what follows explains it."""
END = re.compile(r"[。.!?♪)\]」』】>]$|[\U0001F300-\U0001FAFF☀-➿](?:️)?$")
"""Signs after which one has said it."""
OPENING = re.compile(
    r"(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|(?:はじ|初)めまして|もしもし"
    r"|(?:いつも)?(?:大変)?お世話になって(?:おり|い)ます|お(?:疲|つか)れ(?:様|さま)です"
    r"|(?:どうも)?(?:すみません|すいません|失礼します)|恐れ入りますが?"
    r"|(?:ちょっと|少し)?(?:質問|相談|お願い|ご?確認|お?聞きしたいこと|聞きたいこと|困ったこと)"
    r"(?:が|したいことが)?(?:です|あります|ございます|ありまして)"
    r"|教えて(?:くだ|下)さい|あの[ー~]?|えっと|えーと"
    r"|(?:hi|hello|hey)(?: there)?|good (?:morning|afternoon|evening)|excuse me|sorry"
    r"|(?:i have )?(?:a |a quick |quick )?question|can you help me|i need help|help)[。.!?、,~ー]*",
    re.IGNORECASE,
)
"""Nothing but words one begins with: the question follows, even after a full stop."""
OPEN_ENDING = re.compile(
    r"(?:けれども|けれど|けども|けど|(?:です|ます|した)が|ので|のに|ため|として|について|に関して"
    r"|[をがにへはも]|(?<=[一-鿿ァ-ヿ])の|(?<!こ)と"
    r"|(?<!教え)(?<!おしえ)(?<!見せ)(?<!助け)(?<!直し)(?<!返し)(?<!送って)て)$"
)
"""Japanese particles and conjunctions that leave a sentence open."""
OPEN_WORD = re.compile(r"\b(?:and|but|or|because|so|if|the|a|an|my|your|of|i)$", re.IGNORECASE)
"""English words that leave a sentence open. Prepositions do not: "what is this charge for"."""
REPLY = re.compile(
    r"(?:はい|ええ|うん|いいえ|いえ|違います|そうです|了解(?:です|しました)?|承知しました"
    r"|(?:わか|分か)りました|大丈夫(?:です)?|お願いします|結構です|キャンセル|やめる|やめます|なし|ない"
    r"|(?:どうも)?ありがとう(?:ございます|ございました)?|(?:解決し|直り|でき|出来)ました"
    r"|yes|yeah|yep|no|nope|ok|okay|sure|thanks|thank you|thx|cancel|stop|solved|bye|none)",
    re.IGNORECASE,
)
"""Short, and whole: they reply to what the bot said."""
SHORT_JAPANESE = 4
"""Characters; 「請求書」 is a topic, 「解約したい」 a request."""
SHORT_LATIN = 2
"""Words."""
LONG_JAPANESE = 22
"""Characters. Who writes in pieces writes short ones; a long message that ends in 「…のに」 has said it."""


def without_openings(text: str) -> str:
    """Return `text` without the lines before the first that says something; all of it when none does."""
    lines = text.split("\n")
    said = next((n for n, line in enumerate(lines) if not OPENING.fullmatch(_plain(line))), 0)
    return "\n".join(lines[said:])


def looks_unfinished(text: str) -> bool:
    """Whether a message looks as if its writer goes on."""
    said = _plain(text)
    if OPENING.fullmatch(said):
        return True
    if TRAILING.search(said):
        return True
    if _has_said_it(said):
        return False
    if FADING.search(said):
        return True
    if END.search(said) or REPLY.fullmatch(said) or any(character.isdigit() for character in said):
        return False
    if JAPANESE.search(said):
        return len(said) <= SHORT_JAPANESE or OPEN_ENDING.search(said) is not None
    return len(LATIN_WORD.findall(said)) <= SHORT_LATIN or OPEN_WORD.search(said) is not None


def _has_said_it(said: str) -> bool:
    """Whether a Japanese message has said its thing, however it ends."""
    if not JAPANESE.search(said):
        return False
    head = OPENING.match(said)
    rest = said[head.end() :] if head else said
    return len(rest) >= LONG_JAPANESE or ASKED.search(rest) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
