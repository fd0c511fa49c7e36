"""A first wording of the answer: what people already replied."""

import re

# 「[氏名]様、お問い合わせありがとうございます。」 belongs to one customer's letter, not to an FAQ.
OPENINGS = re.compile(
    r"\A(?:"
    r"[^、。,.\n]{1,24}(?:様|さま|御中)[、,\s]*"
    r"|(?:いつも|大変|平素より?)*(?:お世話になっ[^。\n]{0,12}|お待たせ[^。\n]{0,16})[。\n]\s*"
    r"|(?:この度は|このたびは|早速の)?(?:お問い?合わせ|ご連絡|ご利用|ご質問|ご返信)[^。\n]{0,12}ありがとうございま(?:す|した)[。!\n]\s*"
    r"|(?:hi|hello|dear)\b[^,.!\n]{0,40}[,!\n]\s*"
    r"|thank(?:s| you)\b[^.!\n]{0,60}[.!\n]\s*"
    r")+",
    re.IGNORECASE,
)
CLOSINGS = re.compile(
    r"(?:\s*(?:(?:ご不明|何か|他に|また)[^。\n]{0,40}(?:ください|お知らせください|いたします)。"
    r"|(?:どうぞ)?(?:よろしく|宜しく)お?願い(?:いた|致)?します。"
    r"|(?:best|kind)? ?regards,?.{0,40}))+\s*\Z",
    re.IGNORECASE,
)


def as_answer(reply: str) -> str:
    """Return a reply without the greeting and closing of a letter; whole when nothing would be left."""
    return CLOSINGS.sub("", OPENINGS.sub("", reply.strip())).strip() or reply.strip()
