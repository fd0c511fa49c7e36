"""The FAQ site: readable without a script, found by search engines, in both languages."""

import json
import re
from xml.etree import ElementTree

from fastapi.testclient import TestClient

from api.database import transaction
from api.faqs.drafts import Draft
from api.faqs.publishing import publish, retire
from api.house import House

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def head_of(html: str) -> dict[str, str]:
    """The links and metas of a page by their name."""
    found = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)"', html))
    found |= dict(re.findall(r'<link rel="(canonical)" href="([^"]*)"', html))
    found |= dict(re.findall(r'hreflang="([\w-]+)" href="([^"]*)"', html))
    return found


def test_the_first_page_lists_every_question_in_its_language(reader: TestClient, faqs):
    japanese, english = reader.get("/help"), reader.get("/help/en")
    assert (japanese.status_code, english.status_code) == (200, 200)
    assert '<html lang="ja">' in japanese.text
    assert '<html lang="en">' in english.text
    for version in faqs.values():
        assert version.question_ja in japanese.text
    assert "How do I reset my password?" in english.text
    assert "請求書" not in english.text
    assert "<script" not in japanese.text


def test_a_page_says_what_it_is_and_where_its_other_language_is(reader: TestClient, house: House, faqs):
    number, base = faqs["password"].faq_id, house.settings.url
    page = reader.get(f"/help/{number}").text
    assert re.search(r"<title>パスワードを忘れました — ", page)
    head = head_of(page)
    assert head["description"] == "再設定の画面から&lt;b&gt;変更&lt;/b&gt;できます。"
    assert head["canonical"] == head["ja"] == head["x-default"] == f"{base}/help/{number}"
    assert head["en"] == f"{base}/help/en/{number}"
    assert head_of(reader.get(f"/help/en/{number}").text)["canonical"] == f"{base}/help/en/{number}"


def test_an_faq_is_structured_data_that_nothing_can_break_out_of(reader: TestClient, house: House, faqs):
    draft = Draft(
        question_ja="</script><script>alert(1)</script>",
        answer_ja="</script> & 「引用」",
        question_en=None,
        answer_en=None,
        phrasings=(),
    )
    with transaction(house.sessions) as session:
        hostile = publish(session, None, draft, author_id=None, now=house.clock())
    reader.app.state.help_shelf = None
    page = reader.get(f"/help/{hostile.faq_id}").text
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(script)
    assert data["@type"] == "FAQPage"
    assert data["inLanguage"] == "ja"
    assert data["mainEntity"][0]["name"] == draft.question_ja
    assert "alert(1)</script>" not in page.replace("&lt;", "<").split("<main", 1)[0].split("<title>")[0]
    assert page.count("<script") == 1


def test_an_faq_in_the_other_language_alone_is_shown_in_it(reader: TestClient, faqs):
    answer = reader.get(f"/help/en/{faqs['invoice'].faq_id}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/help/{faqs['invoice'].faq_id}")


def test_what_is_retired_or_never_was_is_not_there(reader: TestClient, house: House, faqs):
    with transaction(house.sessions) as session:
        retire(session, faqs["leave"].faq_id, by=None, now=house.clock())
    assert reader.get(f"/help/{faqs['leave'].faq_id}").status_code == 404
    assert reader.get("/help/99999").status_code == 404
    assert faqs["leave"].question_ja not in reader.get("/help").text


def test_the_site_map_names_every_page_with_its_languages(reader: TestClient, house: House, faqs):
    answer = reader.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.text)
    places = [one.text for one in root.iter(f"{MAP}loc")]
    base = house.settings.url
    wanted = {f"{base}/help", f"{base}/help/en"}
    wanted |= {f"{base}/help/{version.faq_id}" for version in faqs.values()}
    wanted |= {f"{base}/help/en/{faqs[name].faq_id}" for name in ("password", "leave")}
    assert set(places) == wanted
    assert len(places) == len(wanted)
    for place in places:
        assert reader.get(place.removeprefix(base)).status_code == 200
    assert f"Sitemap: {base}/sitemap.xml" in reader.get("/robots.txt").text


def test_a_search_shows_what_it_found_and_is_not_indexed(reader: TestClient, faqs):
    page = reader.get("/help", params={"q": "領収書"}).text
    assert "請求書はどこで見られますか" in page
    assert "有給休暇" not in page
    assert head_of(page)["robots"] == "noindex, follow"
    nothing = reader.get("/help", params={"q": "<b>月の裏側</b>"}).text
    assert "見つかりませんでした" in nothing
    assert "<b>月" not in nothing
    assert 'href="/demo' in nothing


def test_an_answer_alone_is_found_too(reader: TestClient, faqs):
    assert "有給休暇を申請したい" in reader.get("/help", params={"q": "送れます"}).text


def test_without_any_faq_the_page_says_so(client: TestClient):
    assert "まだありません" in client.get("/help").text
    assert client.get("/sitemap.xml").status_code == 200
