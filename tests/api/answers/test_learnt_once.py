"""Of several API processes one learns an index, the others take it."""

from pathlib import Path

from api.answers.calibration_build import Material
from api.answers.calibration_once import learn_once
from faq_clustering.answering import Phrasing
from faq_clustering.embedding import Embedder


def material(embedder: Embedder, version: str, *questions: str) -> Material:
    phrasings = [
        Phrasing(faq_id=number, version_id=number, text=text, language="ja")
        for number, text in enumerate(questions, 1)
    ]
    return Material(
        phrasings=tuple(phrasings),
        vectors=embedder.encode(list(questions)),
        background=None,
        background_texts=(),
        generic=None,
        unlabelled=None,
        outcomes=(),
        target=0.85,
        share=0.2,
        version=version,
    )


def test_the_second_takes_what_the_first_has_learnt(tmp_path: Path, embedder: Embedder):
    first = learn_once(material(embedder, "7-a", "請求書はどこですか", "解約したい"), bool, tmp_path)
    # Of the same version there is only one material; this other one shows that nothing is learnt.
    second = learn_once(material(embedder, "7-a", "送料はいくらですか"), bool, tmp_path)
    assert [one.text for one in second.phrasings] == [one.text for one in first.phrasings]


def test_another_version_is_learnt_and_only_that_is_kept(tmp_path: Path, embedder: Embedder):
    learn_once(material(embedder, "7-a", "請求書はどこですか", "解約したい"), bool, tmp_path)
    index = learn_once(material(embedder, "8-b", "送料はいくらですか", "返品したい"), bool, tmp_path)
    assert index.version == "8-b"
    assert [one.text for one in index.phrasings] == ["送料はいくらですか", "返品したい"]
    assert [kept.name for kept in tmp_path.glob("*.index")] == ["8-b.index"]
