"""The set phrases of letters. Each pattern meets a sentence that is `folded`."""

import re


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_DO = "(?:いた|致|申し上げ|し)*"
_THANK_YOU = "(?:ありがとう|有難う|有り難う)(?:ございます|ございました)?"
_GREETING = "(?:いつも|平素より?|平素は|日頃より?|毎度|大変|格別の|、)*" + _any(
    "(?:お|御)(?:世話|せわ)になっ(?:ており|てい|て|てお)ます",
    "(?:お|御)(?:世話|せわ)に(?:なります|なりました)",
    "(?:お|御)(?:世話|せわ)(?:様|さま)(?:です|でございます)",
    "(?:お|御)疲れ(?:様|さま)(?:です|でございます)",
    f"(?:ご利用|ご愛顧|ご高配|お引き?立て)(?:いただき|頂き|を賜り|にあずかり)?、?(?:誠に)?{_THANK_YOU}",
    "(?:利用さ|使わ)せて(?:いただい|頂い)て(?:おり|い)ます",
)
_REGULAR = (
    "いつも(?:(?:便利|快適|楽し|ありがた)[にく]|[^、。?]{0,8}(?:サービス|サイト|アプリ|ショップ|製品|商品)を)?"
    "(?:ご?(?:利用|使用|愛用|活用|拝見)し|使っ)て(?:おり|い)ます"
)
_HELLO = _any(
    "こんにち[はわ]",
    "こんばん[はわ]",
    "おはようございます",
    "拝啓",
    "(?:初|は)じめまして",
    rf"(?:初め|はじめ)て(?:の?(?:問い合わせ|ご?連絡|メール)で?){_DO}(?:ます|す)",
    "突然の(?:ご?連絡|メール|お問い?合わせ)(?:で|にて|を|、)*(?:大変)?",
    "(?:申し訳(?:ございません|ありません|ないです)|恐縮です|すみません|すいません|恐れ入ります)が?",
    rf"(?:ご?連絡|メール|お問い?合わせ)(?:にて|で)?失礼{_DO}ます",
    "夜分(?:遅く)?に",
    "[^。?]{0,20}ご(?:清栄|清祥|健勝|盛栄|隆盛)の(?:こと|段)[^。?]{0,10}お(?:慶|喜|よろこ)び申し上げます",
    "お忙しいところ",
    rf"失礼を?{_DO}ます",
)
_REPLY = "ご(?:確認|回答|対応|返信|返答|連絡|検討|教示|査収|協力)"
_PLEASE = _any(
    "以上(?:[2-9二三四五]\\s?[点件つ](?:を|に?ついて|につき)?)?",
    "(?:それ)?では",
    "どうぞ",
    "どうか",
    "何卒",
    "何とぞ",
    "(?:引き続き|今後とも|重ねて|取り急ぎ)",
    rf"(?:ご連絡|用件|お問い?合わせ|お礼)(?:のみ|まで)(?:です|(?:にて|で)失礼{_DO}ます)?",
    "敬具",
    "恐れ入りますが",
    "(?:大変)?お(?:手数|忙しい|手間)[^。]{0,14}?が",
    "ご(?:多忙|多用|面倒|迷惑)[^。]{0,14}?が",
    rf"{_REPLY}(?:を|の?(?:ほど|程)(?:を)?)?"
    "(?:(?:ください|下さい)(?:ませ|ますよう)?|(?:いただけ|頂け|賜れ)(?:ます|る|れ)(?:と|ば)(?:大変)?(?:助かります|幸い(?:です|でございます)|幸甚です|と?存じます))?",
    "お返事を?",
    "お手(?:すき|隙)の(?:際|時)に",
    rf"(?:を)?お願い{_DO}ます",
    rf"(?:宜しく|よろしく)(?:(?:お|御)?願い{_DO}ます|です)?",
)
_THANKS = _any(
    "(?:(?:先日|昨日|先ほど|先程|この度|このたび)は、?)?(?:お電話|(?:早速|迅速)[なの])?"
    rf"(?:{_REPLY})?(?:を|いただき|頂き|、)*(?:誠に|どうも|本当に|いつも)?{_THANK_YOU}",
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
_HI = _any(
    rf"(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day))(?:[, ]+{_WHOM})*",
    "to whom it may concern",
)
_WARM = "(?:(?:many|kind|best|warm) )*"
_BYE = _any(
    rf"{_WARM}(?:thanks|regards|wishes|thank you|thx)"
    "(?:,? (?:so much|very much|a lot|again|in advance|and regards))*"
    r"(?: for (?:(?:your|the|any|all) (?:\w+ )?(?:help|time|support|assistance|reply|response|patience)"
    "|getting back(?: to me)?|contacting us))?",
    *("cheers", "best", "sincerely", "yours (?:truly|sincerely|faithfully)"),
    "(?:i )?look(?:ing)? forward to (?:hearing|your).{0,40}",
    "any help (?:is|would be) (?:much |greatly |very )?appreciated",
    "(?:much|greatly) appreciated",
)
_HOPE = (
    "(?:i |we )?(?:hope|trust) (?:you|this|all|your|everything|everyone).{0,30}"
    r"\b(?:well|fine|good|great|safe|healthy|day|week|weekend|morning|summer|holidays?)\b"
)

# One piece at a time: a pattern of repeated pieces could take for ever over a hostile text.
PIECE = re.compile(
    rf"(?:(?P<greeting>{_any(_GREETING, _REGULAR, _HELLO, _HOPE)})|(?P<closing>{_any(_PLEASE, _THANKS)})"
    rf"|(?P<whom>{_any(_TO_WHOM, _HI)})|(?P<bye>{_BYE}))[、,\s]*"
)
# Spares an English text the Japanese ones.
ENGLISH_PIECE = re.compile(rf"(?:(?P<greeting>{_HOPE})|(?P<whom>{_HI})|(?P<bye>{_BYE}))[,\s]*")
TO_SOMEBODY = re.compile(
    rf"(?:(?P<greeting>dear|hi|hello|hey)|{_WARM}(?:regards|thanks|cheers)),? [a-z]+(?:[ -][a-z]+)?"
)
# 「山田様」 alone on a line; 「解約済みのお客様。」 in a note of a call is no address.
ADDRESSEE = re.compile(
    "[^、。?はがを]{1,20}(?<!お客)(?:様|さま|殿)|(?:株式|有限|合同)会社[^、。?のはがをに]{1,20}"
    "|[^、。?のはがをに]{1,20}(?:株式|有限|合同)会社"
)

INTRODUCTION = re.compile(r"[^?]{1,40}と(?:申|言い|いい)し?ます")
ENGLISH_INTRODUCTION = re.compile(
    r"my name is [a-z .'-]{1,40}"
    r"|(?:this is|i am|i'm|it's) [a-z]+(?: [a-z]+)?,? (?:here )?(?:from|at|of|in) [a-z .&'-]{1,40}"
)
# 「営業部の田中です」 introduces where the word before です is a name or a place of work.
SAYS_WHO = re.compile(r"([^?は]{1,40})(?:です|でございます|より|からです)(?:\(.*\))?")
# Surnames of one letter that are common nouns to Sudachi count after a place of work.
WORKPLACE = re.compile(
    "(?:会社|商事|商会|物産|工業|製作所|センター|クリニック|病院|事務所|商店|運輸|建設|電機|学園|[課部室])"
    "[^、。?の]{0,15}の[森林東西南北星堀関岡泉谷畑浜島滝湊榊桜橘柳杉松乾笹柏角平]$"
)
ROLE = re.compile(r"(?:課|部|室|総務|経理|人事|労務|情シス|担当|担当者|の者|店長|様|[\]〉>】]|[〇○◯△●□]{2})$")

_SUBJECT = r"(?:(?:件名|題名|subject)\s*:\s*)?(?:(?:re|fwd?)\s*:\s*)*"
# An opening cut from the front of a sentence that goes on: 「お世話になっております、領収書を…」
OPENING = re.compile(
    rf"(?=件名|題名|subject|re|fw){_SUBJECT}(?:(?:{_GREETING}|{_HELLO})[、,!\s]+)*"
    rf"|(?:(?:{_GREETING}|{_HELLO})[、,!\s]+)+|{_HI}(?: [a-z]+)?\s*[,!:—-]\s*"
    r"|(?:hi|hello|hey)(?: there| team| support)?\s+"
    r"(?=(?:i|i'm|my|we|how|what|why|when|where|can|could|is|do|does)\b)"
)
# The same for who writes: 「山田と申しますが、領収書を…」
OPENING_NAME = re.compile(
    r"[^、。?はがをに]{1,30}と(?:申|言い|いい)し?ますが、\s*"
    r"|my name is [a-z.'-]+(?: [a-z.'-]+){0,2}?(?:,| and)+\s+(?=(?:i|i'm|i've|we|my)\b)"
)
