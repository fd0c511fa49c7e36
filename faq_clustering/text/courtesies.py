"""The set phrases of letters. Each pattern meets a sentence or line that is NFKC and case folded."""

import re


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_DO = "(?:いた|致|申し上げ|し)*"
_GREETING = "(?:いつも|平素より?|平素は|日頃より?|大変|格別の|、)*" + _any(
    "お世話になっ(?:ており|てい|て|てお)ます",
    "お世話になります",
    "お世話(?:様|さま)です",
    "お疲れ(?:様|さま)です",
    "(?:ご利用|ご愛顧|ご高配|お引き?立て)(?:いただき|頂き|を賜り|にあずかり)?、?(?:誠に)?ありがとうございます",
    "(?:利用さ|使わ)せて(?:いただい|頂い)て(?:おり|い)ます",
)
_HELLO = _any(
    "こんにち[はわ]",
    "こんばん[はわ]",
    "おはようございます",
    "(?:初|は)じめまして",
    rf"(?:初め|はじめ)て(?:問い合わせ|ご?連絡|メール){_DO}ます",
    "突然の(?:ご?連絡|メール|お問い?合わせ)(?:で|、)*(?:大変)?",
    "申し訳(?:ございません|ありません)",
    "恐縮です",
    "夜分(?:遅く)?に",
    "お忙しいところ",
    "いつも拝見しております",
    "すみません",
    "すいません",
    "恐れ入ります",
    rf"失礼{_DO}ます",
)
_PLEASE = _any(
    "以上",
    "(?:それ)?では",
    "どうぞ",
    "どうか",
    "何卒",
    "何とぞ",
    "恐れ入りますが",
    "恐縮ですが",
    "お(?:手数|忙しい|手間)[^。]{0,14}?が",
    "ご(?:確認|回答|対応|返信|連絡|検討|教示|査収)(?:を|の?(?:ほど|程)(?:を)?)?",
    "お返事を?",
    rf"(?:宜しく|よろしく)(?:お?願い{_DO}ます|です)?",
)
_THANKS = _any(
    "(?:誠に|どうも|いつも)?(?:ありがとう|有難う)(?:ございます|ございました)?",
    "助かります",
    "お(?:返事|返信)?お?待ちして(?:おり|い)ます",
)
_TO_WHOM = _any(
    "[^、。?]{0,20}?(?:担当者?|窓口|サポート|デスク|センター|クラウド|事務局|株式会社)"
    r"\s?(?:御中|様|さま|各位|の?(?:皆様|みなさま|方)へ?)",
    "[^、。?]{1,20}御中",
    "各位",
    "入電(?:[、,].{1,20}様)?",
)
_WHOM = _any(
    *("there", "all", "team", "everyone", "sir(?: or |/)madam", "sirs?", "madam", "support", "customer"),
    *("service", "help ?desk", "desk", "folks"),
)
_HI = rf"(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day))(?:[, ]+{_WHOM})*"
_WARM = "(?:(?:many|kind|best|warm) )*"
_BYE = _any(
    rf"{_WARM}(?:thanks|regards|wishes|thank you|thx)"
    "(?:,? (?:so much|very much|a lot|again|in advance|and regards))*"
    r"(?: for (?:your|the|any|all) (?:\w+ )?(?:help|time|support|assistance|reply|patience))?",
    *("cheers", "best", "sincerely", "yours (?:truly|sincerely|faithfully)"),
    "(?:i )?look(?:ing)? forward to (?:hearing|your).{0,40}",
    "(?:i )?(?:hope|trust) (?:you|this|all|your|everything).{0,50}",
)

# One piece at a time: a pattern of repeated pieces could take for ever over a hostile text.
PIECE = re.compile(rf"{_any(_GREETING, _HELLO, _PLEASE, _THANKS, _TO_WHOM, _HI, _BYE)}[、,\s]*")
TO_SOMEBODY = re.compile(rf"(?:dear|hi|hello|hey|{_WARM}(?:regards|thanks|cheers)),? [a-z]+(?:[ -][a-z]+)?")

INTRODUCTION = re.compile(
    r"[^?]{1,40}と(?:申|言い|いい)し?ます|my name is [a-z .'-]{1,40}"
    r"|(?:this is|i am|i'm|it's) [a-z]+(?: [a-z]+)?,? (?:here )?(?:from|at|of|in) [a-z .&'-]{1,40}"
)
# 「営業部の田中です」 introduces where the word before です is a name or a place of work.
SAYS_WHO = re.compile(r"([^?は]{1,40})(?:です|でございます|より|からです)(?:\(.*\))?")
ROLE = re.compile(r"(?:課|部|室|総務|経理|人事|労務|情シス|担当|担当者|の者|店長|様|[\]〉>】])$")

# An opening cut from the front of a sentence that goes on: 「お世話になっております、領収書を…」
OPENING = re.compile(
    rf"^(?:件名[::]|(?:{_GREETING}|{_HELLO})[、,!\s]+)+|^{_HI}(?: [a-z]+)?\s*[,!:—-]\s*"
    r"|^(?:hi|hello|hey)(?: there| team| support)?\s+"
    r"(?=(?:i|i'm|my|we|how|what|why|when|where|can|could|is|do|does)\b)",
    re.IGNORECASE,
)

QUOTED = re.compile(r"^\s*[>|]")
# What follows a signature's rule, a closing or the head of a quoted letter is not the writer's question.
NOTHING_AFTER = re.compile(
    _any(
        "--",
        "[-‐ー―─━=_*+■□◆◇~]{4,}.*",
        "-+ ?(?:original message|forwarded message|元のメッセージ|転送).*",
        "on .{6,80} wrote:",
        r"\d{4}[年/-].{4,60}(?:<.+@.+>|wrote|書きました).?",
        "(?:from|差出人|送信者):.*@.*",
        "sent from my .{2,30}",
        ".{1,20}から送信",
        rf"{_WARM}(?:regards|wishes|thanks|cheers)[,.!]?",
        *("sincerely[,.]?", "best,", r"yours \w+,?"),
    )
    + "$"
)
CONTACT = re.compile(r"@|〒|\btel\b|電話|携帯|内線|\d{2,4}-\d{2,4}-\d{4}|[\[〈<【].{1,12}[\]〉>】]")
COMPANY = re.compile(r"(?:株式|有限|合同)会社|[㈱㈲]|\((?:株|有)\)|〒")
