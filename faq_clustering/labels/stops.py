"""Words that tell no cluster apart, and the few that the rules for compounds ask for."""

# Japanese stop words are compared as the dictionary writes them (取り消し for 取消) and as the text does.
_NOUNS = """
こと 事 もの 物 者 ため 為 よう 様 とき 時 場合 方法 何 なに どこ どれ いつ 誰 だれ どちら どなた うち 内
現在 必要 可能 教示 教授 自分 当方 当社 弊社 御社 貴社 全部 全て すべて これ それ あれ ここ そこ 私 わたし
僕 俺 方 ほう 件 質問 所 ところ 的 際 中 後 前 以上 以下 以外 以前 以降 客 お客様 顧客 利用 使用 サービス
手順 やり方 仕方 かた 問い合わせ 問合せ お問い合わせ 確認 対応 回答 返信 連絡 返事 説明 案内 相談 検討
理由 原因 状態 状況 問題 結果 感じ 話 気 今 今日 昨日 明日 本日 先日 昨夜 今朝 先週 今週 来週 先月 今月
来月 去年 昨年 今年 来年 毎月 毎日 毎回 毎年 翌月 翌日 前回 今回 次回 最近 最初 最後 当日 午前 午後 途中
朝 夜 昼 夕方 旨 まま 点 形 例 他 ほか 別 別々 逆 一つ 一部 両方 以内 程度 全員 皆 みんな みなさん 担当
担当者 入電 電話口 折り返し 希望 至急 件名 標題 急ぎ 予定 つもり はず わけ 訳 次第 お手数 手間 迷惑 助け
失礼 恐縮 無理 大丈夫 不明 一度 何度 再度 何時 何回 何時間 何日 何人 何枚 何分 何件 何年 幾つ いくつ
いくら 人 様子 自体 限り 辺 側 半年 近く 以来 関係 午前中 会社 社員 社内 本人 一番 本当 結局 普通 通り
通常 全体 同様 多数 少し ちょっと もう まだ 実際 ご存知 存知 よろしく 笑 涙 件数 社長
"""
_VERBS = """
する 為る ある 有る 在る いる 居る 要る 入る はいる なる 成る できる 出来る やる 遣る 下さる くださる
いただく 頂く 頂ける もらう 貰う 貰える もらえる くれる 呉れる しまう 仕舞う おる 教える 知る 思う 言う
いう つく 付く 着く 行う おこなう よる 因る 願う 分かる わかる 申す 申し上げる 致す いたす 見る みる
見える 見れる 来る くる 行く いく 聞く 聞ける 伺う ござる 御座る 使う 使える 出る 出す 出せる 入れる 押す
押せる 変わる 困る 助かる 待つ かかる 掛かる 掛ける おく 置く 違う 書く 持つ 考える 存ずる 存じる 尋ねる
始める すぎる 過ぎる すむ 済む 続ける 続く 名乗る 進める 進む 試す 調べる 避ける 合わせる 含める 含む
つける 付ける 取る とる 間違う 間違える 感じる 決める 決まる 示す 得る 受ける 頼む 伝える 話す 述べる 呼ぶ
渡す 起こる 起きる 起こす 気づく 見当たる 見つかる 見つける 探す 読む 読める 選ぶ 選べる 返る 備える 構う
参る 出来上がる 望む 信じる 引く 上がる 上げる 下がる 下げる 回る 回す 関する 対する 応じる 基づく 当たる
当てる 残る 残す 足りる 足す 慣れる 迷う 急ぐ 飛ぶ 挙げる いける 行ける 立つ 立てる なさる 為さる 買う
食べる 寝る 踏む 喜ぶ 驚く 怒る ひく 作れる 直せる 空く
"""
_ADJECTIVES = """
無い ない いい 良い よい 欲しい ほしい 多い 少ない よろしい 宜しい 新しい 古い 同じ 正しい 怖い 高い 早い
詳しい 悪い 大きい 小さい 長い 短い 難しい 嬉しい 凄い すごい 申し訳ない 忙しい 有り難い ありがたい 辛い
つらい まずい 不味い 強い 近い 遠い 赤い 白い 黒い 可笑しい おかしい 可愛い かわいい うるさい 煩い 細かい
面倒い めんどい しんどい 心強い 恥ずかしい 酷い ひどい 易しい
"""
JAPANESE = frozenset((_NOUNS + _VERBS + _ADJECTIVES).split())

# Counters that make a word with what follows: 二重請求, 二次元コード.
_NAMING_COUNTERS = "重 次 者 段階 要素 次元 階層 段"
NAMING_COUNTERS = frozenset(_NAMING_COUNTERS.split())
# Suffixes that follow a person's name, or say nothing.
_EMPTY_SUFFIXES = "様 さん さま ちゃん たち 達 ごと 毎 中 後 目 とも 共 上 的 さ"
EMPTY_SUFFIXES = frozenset(_EMPTY_SUFFIXES.split())
# A compound with one of these is a company's name.
_COMPANY = "株式会社 有限会社 合同会社 御中 商事 商店 工業 製作所 物産"
COMPANY = frozenset(_COMPANY.split())

_ENGLISH = """
a able about above across actually after again against ago all allow almost already also although always
am among an and another any anybody anymore anyone anything anyway anywhere apparently april are aren as
asap ask asked asking assist assistance at august available away back be because been before behind being
believe below best better between bit both but by call called caller came can cannot cant certain come
comes coming completely confused could couldn couple currently customer day days dear december did didn
different do does doesn doing don done down during each earlier easy either else enough etc even ever
every everybody everyone everything exactly explain far fast february few figure find fine first five
follow following for found four friday from further gave get gets getting give given gives go goes going
gone gonna good got great greetings guy guys had half happen happened happening happens hard has hasn have
haven having he hear hello help her here hers hey hi him his hope hour hours how however i if im in info
information instead into is isn issue issues it its itself january july june just keep keeps kind know
last later least less let lets like little ll long look looked looking looks lot madam made make makes
making many march may maybe me mean means might mine minute minutes monday month months more morning most
much must my myself name near need needed needs neither never new next no none nor nothing november now
october of off often oh ok okay old on once one only onto or other others our ours out over own part
people perhaps place please pls point possible possibly probably problem problems process put question
quick quickly quite rather re read ready really reason recently regarding right said same saturday saw say
saying says see seem seems seen september service several shall she should shouldn show showing shown
shows simply since sir situation six so some somebody somehow someone something sometimes somewhere soon
sorry sort specific start started step steps still stuff such sunday support sure take taken takes taking
talk team tell than thank thanks that thats the their them then there these they thing things think this
those though thought three through thursday thus till time times to today together told tomorrow tonight
too took tried tries try trying tuesday two u unable under understand until up upon ur us use used uses
using usually various ve very via wait want wanted wants was wasn way ways we wednesday week weeks well
went were weren what whatever whats when where whether which while who whole whom whose why will wish with
within without won wonder wondering work worked works would wouldn wrote yeah year years yes yesterday yet
you your yours yourself
"""
ENGLISH = frozenset(_ENGLISH.split())
