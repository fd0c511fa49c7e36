"""The short things people type around a question, in both languages."""

GREETINGS = {
    "ja": (
        "こんにちは",
        "おはようございます",
        "はじめまして！",
        "すみません",
        "こんにちは〜",
        "ハロー",
        "お疲れ様です",
    ),
    "en": ("hello", "hi there", "Good morning", "hey", "Hi!"),
}
THANKS = {
    "ja": (
        "ありがとうございます、できました！",
        "助かりました。ありがとうございます。",
        "なるほど、やってみます。",
        "わかりました。またお願いします",
        "迅速なご対応ありがとうございます",
        "了解です！",
    ),
    "en": (
        "Thank you, that works.",
        "Great, thanks!",
        "OK, I will try that.",
        "Perfect, thank you for the help.",
    ),
}
ASK_FOR_PERSON = {
    "ja": (
        "担当者と話したいです",
        "人につないでください",
        "オペレーターお願いします",
        "有人対応に切り替えてもらえますか",
    ),
    "en": ("Can I talk to a person?", "agent please", "I'd rather speak to someone"),
}
TAKEN = {
    "ja": (
        "サポート担当の{name}です。お調べしますので少々お待ちください。",
        "お待たせいたしました。{name}が承ります。状況を確認いたします。",
        "{name}と申します。内容を拝見しました。ただいま確認しております。",
    ),
    "en": (
        "Hello, this is {name} from support. Let me look into it.",
        "Thanks for waiting, {name} here. One moment while I check.",
    ),
}
FOLLOW_UP = {
    "ja": (
        "ご連絡ありがとうございます。社内で確認し、本日中にメールでご案内いたします。",
        "状況は承知しました。設定を拝見したうえで、折り返しご連絡いたします。",
        "確認にお時間をいただくため、結果はご登録のメールアドレスへお送りします。",
    ),
    "en": (
        "Thank you. I need to check this with a colleague and will email you today.",
        "I see. I will look at your settings and get back to you by email.",
    ),
}
