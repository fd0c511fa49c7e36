"""The page of inquiries: list, search, import and its report."""

from api.inquiries.importing import import_file

FILE = "本文,チャネル,回答\n" + "".join(f"質問その{n}の請求書について,メール,\n" for n in range(60))
FILE += "領収書を再発行したい,電話,森様、設定から再発行できます。\nHow do I cancel?,mail,\n"


def html(person, path):
    answer = person.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_empty_list_says_what_to_do_first(sign_in):
    assert "ファイルを取り込む" in html(sign_in("suzuki"), "/staff/inquiries")
    assert "編集者が取り込むと" in html(sign_in("sato"), "/staff/inquiries")


def test_the_list_is_searched_filtered_and_paged(house, sign_in):
    import_file(house, FILE.encode(), name="export.csv")
    sato = sign_in("sato")
    assert "62 件中 1〜50 件目" in html(sato, "/staff/inquiries")
    assert "62 件中 51〜62 件目" in html(sato, "/staff/inquiries?number=2")
    assert "1 件中" in html(sato, "/staff/inquiries?q=領収書 再発行")
    assert "1 件中" in html(sato, "/staff/inquiries?lang=en")
    assert "1 件中" in html(sato, "/staff/inquiries?channel=電話")
    assert "条件に合う問い合わせはありません" in html(sato, "/staff/inquiries?q=100%25")


def test_a_reply_is_shown_without_the_name_in_it(house, sign_in):
    import_file(house, FILE.encode(), name="export.csv")
    page = html(sign_in("sato"), "/staff/inquiries?q=領収書")
    assert "[氏名]様、設定から再発行できます。" in page
    assert "森様" not in page


def test_an_upload_leads_to_its_report(sign_in):
    suzuki = sign_in("suzuki")
    file = "いつ,何を\n2026-01-05,ログインできません\nきのう,動きません\n".encode("cp932")
    answer = suzuki.post(
        "/staff/inquiries/imports",
        data={"mapping": "text=何を,at=いつ"},
        files={"file": ("export.csv", file)},
    )
    assert answer.status_code == 303
    report = html(suzuki, answer.headers["location"])
    assert "export.csv" in report
    assert "日時を読めません" in report


def test_a_file_without_a_text_column_is_told_on_the_form(sign_in):
    answer = sign_in("suzuki").post("/staff/inquiries/imports", files={"file": ("x.csv", b"foo,bar\n1,2\n")})
    assert answer.status_code == 422
    assert "本文の列が見つかりません" in answer.text
    assert "<code>foo</code>" in answer.text


def test_an_agent_cannot_import(sign_in):
    sato = sign_in("sato")
    assert sato.post("/staff/inquiries/imports", files={"file": ("x.csv", b"text\nx\n")}).status_code == 403


def test_the_page_speaks_english_too(house, sign_in):
    import_file(house, FILE.encode(), name="export.csv")
    suzuki = sign_in("suzuki")
    suzuki.post("/staff/language", data={"language": "en", "to": "/staff"})
    assert "1–50 of 62" in html(suzuki, "/staff/inquiries")


def test_an_import_that_is_not_there_is_not_found(sign_in):
    assert sign_in("sato").get("/staff/inquiries/imports/99").status_code == 404
