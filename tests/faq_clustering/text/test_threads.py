"""Texts are read on many threads at once: every request of a web server has its own."""

from concurrent.futures import ThreadPoolExecutor

from faq_clustering.text import demand_of

LETTER = """お世話になっております。株式会社ひなたの山田です。
請求書の再発行をお願いできますか。
よろしくお願いいたします。"""


def test_many_threads_read_the_same():
    with ThreadPoolExecutor(8) as threads:
        read = set(threads.map(demand_of, [LETTER] * 400))
    assert read == {"請求書の再発行をお願いできますか。"}
