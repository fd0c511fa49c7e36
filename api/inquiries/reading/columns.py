"""Which column is what: by its header, or as the caller says (`text=本文,at=受信日時`)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from api.errors import Invalid
from faq_clustering.text import normalise


class Field(StrEnum):
    """What a column can hold. Only `text` is needed."""

    TEXT = "text"
    AT = "at"
    CHANNEL = "channel"
    REPLY = "reply"
    ID = "id"
    MINUTES = "minutes"
    REPLIED = "replied"
    CLOSED = "closed"
    HANDLER = "handler"
    CUSTOMER = "customer"
    ACCOUNT = "account"


HEADERS = {
    Field.TEXT: "text 本文 問い合わせ内容 お問い合わせ内容 問合せ内容 お問合せ内容 問い合わせ お問い合わせ "
    "内容 質問 質問内容 相談内容 メッセージ ご用件 inquiry enquiry body message question description content "
    "comment",
    Field.AT: "at received_at 受信日時 受付日時 受信日 受付日 問い合わせ日時 問い合わせ日 お問い合わせ日時 "
    "作成日時 作成日 登録日時 起票日時 日時 日付 received date datetime created "
    "created_at createdat timestamp time sent_at",
    Field.CHANNEL: "channel チャネル チャンネル 経路 受付経路 問い合わせ経路 受付方法 媒体 via source",
    Field.REPLY: "reply 返信 回答 回答内容 返信内容 対応内容 対応 返答 answer response resolution",
    Field.ID: "id external_key external_id 番号 受付番号 問い合わせ番号 問合せ番号 お問い合わせ番号 管理番号 "
    "チケット番号 チケットid ケース番号 ticket ticket_id ticketid case_id case_number inquiry_id number key",
    Field.MINUTES: "minutes handle_minutes 対応時間 対応分数 対応時間(分) 処理時間 処理時間(分) 所要時間 "
    "所要時間(分) handle_time",
    Field.REPLIED: "replied replied_at first_reply_at first_response_at 初回返信日時 初回回答日時 "
    "初回応答日時 返信日時 回答日時",
    Field.CLOSED: "closed closed_at resolved_at solved_at 完了日時 解決日時 クローズ日時 終了日時 "
    "対応完了日時 完了日 解決日",
    Field.HANDLER: "handler 担当者 担当 担当者名 対応者 対応者名 応対者 オペレーター agent assignee "
    "assigned_to handled_by owner operator",
    Field.CUSTOMER: "customer customer_id 顧客id お客様id お客様番号 会員id 会員番号 ユーザーid user_id "
    "contact_id requester_id",
    Field.ACCOUNT: "account account_id 顧客コード 顧客番号 取引先コード 契約id 契約番号",
}
Named = TypeVar("Named", bound=StrEnum)


def aliases_of(headers: Mapping[Named, str]) -> dict[str, Named]:
    """The field by each of its names."""
    return {alias: field for field, names in headers.items() for alias in names.split()}


ALIASES = aliases_of(HEADERS)


class BadMapping(Invalid):
    """Write text=本文,at=受信日時. Fields: text, at, channel, reply, id, minutes, replied, closed, handler,
    customer, account.
    """


class UnknownColumn(Invalid):
    """The file has no such column."""


class NoTextColumn(Invalid):
    """No column looks like the text of an inquiry. Say which one it is: text=本文."""


def parse_mapping(written: str) -> dict[Field, str]:
    """`text=本文,at=受信日時` → the column of each field; raises `BadMapping`."""
    mapping: dict[Field, str] = {}
    for part in written.replace("\n", ",").split(","):
        if not part.strip():
            continue
        name, equals, column = part.partition("=")
        try:
            field = Field(name.strip().lower())
        except ValueError:
            raise BadMapping(f"{name.strip()!r} is none of {', '.join(Field)}.") from None
        if not equals or not column.strip():
            raise BadMapping
        mapping[field] = column.strip()
    return mapping


def columns_of(columns: Sequence[str], mapping: Mapping[Field, str]) -> dict[Field, str]:
    """The column of each field: the mapping's word first, then the headers'."""
    found = matched(columns, mapping, ALIASES)
    if Field.TEXT not in found:
        raise NoTextColumn(
            f"{NoTextColumn.__doc__} There are: {', '.join(columns)}.",
            columns=list(columns),
        )
    return found


def matched(
    columns: Sequence[str], mapping: Mapping[Named, str], aliases: Mapping[str, Named]
) -> dict[Named, str]:
    """The column of each field that has one; raises `UnknownColumn` where the mapping names none."""
    named = {normalise(column): column for column in reversed(columns)}
    found: dict[Named, str] = {}
    for field, wanted in mapping.items():
        if normalise(wanted) not in named:
            raise UnknownColumn(
                f"There is no column {wanted!r}. There are: {', '.join(columns)}.", columns=list(columns)
            )
        found[field] = named[normalise(wanted)]
    for alias, field in aliases.items():
        column = named.get(alias)
        if field not in found and column is not None and column not in found.values():
            found[field] = column
    return found
