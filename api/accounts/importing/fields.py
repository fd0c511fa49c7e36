"""Which kind a file is of, and which column is what, by its headers. Nothing here does I/O."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from api.errors import Invalid
from api.inquiries.reading.columns import aliases_of, matched


class Kind(StrEnum):
    """What a file is about."""

    ACCOUNTS = "accounts"
    SIGNALS = "signals"
    CONTACTS = "contacts"


class Field(StrEnum):
    """What a column can hold."""

    EXTERNAL_ID = "external_id"
    ACCOUNT = "account"
    """Of a contact: its account's id or name."""
    NAME = "name"
    CONTRACT_YEN = "contract_yen"
    STAGE = "stage"
    STAGE_SINCE = "stage_since"
    TIER = "tier"
    RENEWAL_ON = "renewal_on"
    OWNER = "owner"
    OUTCOME_TEXT = "outcome_text"
    OUTCOME_UNIT = "outcome_unit"
    OUTCOME_START = "outcome_start"
    OUTCOME_TARGET = "outcome_target"
    OUTCOME_MEASURED = "outcome_measured"
    EMAIL = "email"
    WEEK = "week"
    LOGINS = "logins"
    ACTIVE_USERS = "active_users"
    SETTINGS_DONE = "settings_done"
    MAIL_CLICKS = "mail_clicks"
    SEMINAR = "seminar"
    LATE_PAYMENT = "late_payment"
    TOUCHPOINT_GRADE = "touchpoint_grade"
    NPS = "nps"
    CES = "ces"


_ID = (
    "account_id 顧客id 顧客コード 顧客番号 取引先コード 取引先id 契約id 契約番号 アカウントid "
    "アカウントコード 会社コード 企業id 企業コード お客様番号 customer_id customer_code company_id"
)
_NAME = (
    "account_name 顧客名 取引先名 会社名 企業名 契約者名 アカウント名 お客様名 お客様 法人名 顧客 取引先 "
    "customer customer_name company company_name account"
)
HEADERS: dict[Kind, dict[Field, str]] = {
    Kind.ACCOUNTS: {
        Field.EXTERNAL_ID: f"external_id {_ID} id",
        Field.NAME: f"{_NAME} name",
        Field.CONTRACT_YEN: "contract_yen 契約金額 契約金額(円) 契約金額(年額) 契約金額(税抜) 年間契約金額 "
        "年間契約額 契約額 年額 年額(円) 金額 arr acv contract_amount contract_value amount contract",
        Field.STAGE: "stage ステージ ライフサイクル ライフサイクルステージ フェーズ 段階 lifecycle "
        "lifecycle_stage phase",
        Field.STAGE_SINCE: "stage_since ステージ開始日 ステージ変更日 フェーズ開始日",
        Field.TIER: "tier ティア タッチ タッチモデル 対応区分 顧客ランク ランク touch",
        Field.RENEWAL_ON: "renewal_on 更新日 契約更新日 次回更新日 更新予定日 契約満了日 満了日 契約終了日 "
        "契約終了予定日 renewal renewal_date renewal_at expires_on end_date",
        Field.OWNER: "owner 担当 担当者 担当者メール 営業担当 cs担当 cs担当者 担当csm csm owner_email",
        Field.OUTCOME_TEXT: "outcome_text 目的 導入目的 成果目標 期待成果 期待する成果 成果 ゴール "
        "outcome goal",
        Field.OUTCOME_UNIT: "outcome_unit 単位 成果の単位 成果単位 unit",
        Field.OUTCOME_START: "outcome_start 導入前 導入前の値 基準値 開始値 baseline",
        Field.OUTCOME_TARGET: "outcome_target 目標値 目標 成果目標値 target",
        Field.OUTCOME_MEASURED: "outcome_measured 実績値 実績 現在値 成果実績 measured actual",
    },
    Kind.SIGNALS: {
        Field.EXTERNAL_ID: f"external_id {_ID} id",
        Field.NAME: f"{_NAME} name",
        Field.WEEK: "week 週 対象週 集計週 週開始日 週次 開始日 日付 集計日 対象日 date week_start week_of",
        Field.LOGINS: "logins ログイン数 ログイン回数 ログイン login_count login",
        Field.ACTIVE_USERS: "active_users 利用者数 アクティブユーザー数 アクティブユーザー 利用ユーザー数 "
        "利用者 wau users",
        Field.SETTINGS_DONE: "settings_done 設定完了率 設定完了 設定の完了 初期設定 初期設定完了率 "
        "設定 settings",
        Field.MAIL_CLICKS: "mail_clicks メールクリック数 メールクリック クリック数 email_clicks clicks",
        Field.SEMINAR: "seminar セミナー参加 セミナー参加数 セミナー ウェビナー参加 "
        "ウェビナー webinar seminars",
        Field.LATE_PAYMENT: "late_payment 支払遅延 支払い遅延 支払の遅れ 支払いの遅れ 入金遅延 未入金 "
        "late_payments",
        Field.TOUCHPOINT_GRADE: "touchpoint_grade 接点評価 接点の評価 面談評価 温度感 接点 touchpoint grade",
        Field.NPS: "nps nps回答 npsスコア nps_score",
        Field.CES: "ces ces回答 cesスコア ces_score",
    },
    Kind.CONTACTS: {
        Field.EXTERNAL_ID: "external_id contact_id 担当者id ユーザーid 利用者id 連絡先id user_id id",
        Field.NAME: "name 担当者名 ユーザー名 利用者名 連絡先名 氏名 名前 contact_name user_name",
        Field.ACCOUNT: f"account {_ID} {_NAME}",
        Field.EMAIL: "email メールアドレス メール e-mail mail",
    },
}
ALIASES = {kind: aliases_of(headers) for kind, headers in HEADERS.items()}
NEEDED = {
    Kind.ACCOUNTS: ((Field.EXTERNAL_ID, Field.NAME),),
    Kind.SIGNALS: ((Field.EXTERNAL_ID, Field.NAME), (Field.WEEK,)),
    Kind.CONTACTS: ((Field.EXTERNAL_ID,), (Field.ACCOUNT,)),
}
"""Of each group, one is needed to know what a row is about."""


class ColumnsNotFound(Invalid):
    """No column says which account a row is about. The first line must hold the headers."""


def kind_of(columns: Sequence[str]) -> Kind:
    """Guess what a file is about: the kind of which most columns are known, accounts in doubt."""
    return max(Kind, key=lambda kind: (not missing(kind, found := guess(kind, columns)), len(found)))


def guess(kind: Kind, columns: Sequence[str], mapping: Mapping[str, str] | None = None) -> dict[Field, str]:
    """Return the column of each field: as `mapping` says (an empty column: none), else by the headers."""
    said = {Field(name): column for name, column in (mapping or {}).items() if name in HEADERS[kind]}
    found = matched(columns, {field: column for field, column in said.items() if column}, ALIASES[kind])
    return {field: column for field, column in found.items() if said.get(field) != ""}


def missing(kind: Kind, columns: Mapping[Field, str]) -> list[tuple[Field, ...]]:
    """Return the groups of fields of which one is needed and none is there."""
    return [group for group in NEEDED[kind] if not any(field in columns for field in group)]
