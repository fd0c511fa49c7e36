"""How questions and requests are told from statements. The patterns meet `folded` text."""

import re

# A question mark, か or a plain request at the end of a sentence.
ASKS_PLAINLY = re.compile(
    r"\?|(?:です|ます|ません|でしょう|ました)か[。.!]*$"
    "|(?:教えて|ご教示|お知らせ)[^。]{0,8}(?:ください|下さい|いただ|頂|願)"
)
_WISH = (
    "(?:くだ|下)さい|(?:いただ|頂)[けき]|もらえ|(?:ほ|欲)しい|たい(?:です|のですが)?|願い|幸いです|助かります"
)
_ENGLISH = (
    r"\b(?:please|(?:can|could|would|will) (?:you|we|i)|i(?:'d| would) (?:also )?like"
    r"|i (?:also )?(?:want|need) to|let me know|tell me|wondering|how (?:do|can|to))\b"
)
ASKS = re.compile(rf"{ASKS_PLAINLY.pattern}|か[。.!]*$|{_WISH}|{_ENGLISH}")
# What an entry of a list ends with when the list is one of questions, not of facts or steps.
ENTRY_ASKS = re.compile(
    r"\?[」』)]?$|か(?:どうか)?(?:、.{0,25})?$|(?:ください|下さい)$"
    "|(?:方法|手順|やり方|仕方|可否|有無)(?:は|を|について)?$"
)

# These begin a new matter by themselves …
ANOTHER = re.compile(
    "(?:それと|それから|あと|また)?、?(?:"
    "もう(?:一|1|ひと)(?:点|つ|件)(?:だけ)?"
    "(?:[^、。?]{0,12}(?:質問|聞き|伺い|確認|教えて|相談)[^、。?]{0,14})?(?:なの)?(?:です)?が?"
    "|別件(?:で|です|なのです|になります|として)?が?(?:[^、。?]{0,10}が)?"
    "|(?:2|二|ふた)(?:つ目|点目|件目)(?:は|です|ですが|として|の質問(?:は|です)?)?"
    ")(?:[、,:。]\\s*|$)"
    r"|(?:and )?(?:(?:i have |i've got )?(?:another|a second|one (?:more|other|last))"
    r" (?:question|thing|issue|request)(?: i have)?(?: is)?"
    r"|my (?:second|other) (?:question|issue)(?: is)?|secondly|separately"
    r"|on (?:a separate|another|a different) (?:note|topic|matter))(?:\s*[,:.—-]+\s*|$)"
)
# … and these only where what stands before asked something too.
ALSO = re.compile(
    "(?:また|それと|それから|あと|加えて|さらに)[、,]\\s*"
    r"|(?:and )?(?:also|additionally|in addition|second|furthermore)"
    r"(?:,\s*|\s+(?=(?:can|could|how|what|when|where|do|does|will|would|please)\b))"
)
ANNOUNCED = re.compile(
    "(?:質問|お聞き|伺い|お尋ね|確認|相談)[^、。?]{0,12}?(?P<ja>[2-5二三四五])\\s?(?:つ|点|件)"
    r"|\b(?P<en>two|three|2|3|a couple of) (?:\w+ )?questions"
)
COUNTS = {"二": 2, "三": 3, "四": 4, "五": 5, "two": 2, "three": 3, "a couple of": 2}
# 「以上2点お願いします」 or 「ご回答ください」 below a list asks nothing new.
SUMS_UP = re.compile(
    "(?:以上|上記|以下|これら)(?:の?[2-9二三四五]\\s?[点つ件]|について|につき|、)|[2-9二三四五][点つ件]"
    "|^[^?、]{0,15}(?:ご(?:回答|教示|確認|返信|連絡|案内)|教えて|お知らせ)[^?、]{0,15}$"
)
