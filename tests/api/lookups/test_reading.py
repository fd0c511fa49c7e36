"""The look-up file: what comes with the product can be used, and a mistake is named with its line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.lookups import BadLookups, load_lookups
from api.settings import ROOT

OURS = (ROOT / "data" / "lookups.yml").read_text(encoding="utf-8")


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write our own file with `changes`, each of which must apply."""
    text = OURS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "lookups.yml"
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(OURS.splitlines(), 1) if text in line)


def test_the_file_that_comes_with_the_product_declares_three_look_ups():
    assert [lookup.name for lookup in load_lookups().lookups] == ["invoice_status", "order_status", "stock"]


def test_an_empty_file_declares_none(tmp_path):
    path = tmp_path / "none.yml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert load_lookups(path).lookups == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      timeout: 1.5", "      timeuot: 1.5", "no key that is known here"),
        ("      timeout: 1.5", "      timeout: 60", "less than or equal to 3"),
        ("name: invoice_status", "name: Invoice Status", "match pattern"),
        ("      empty: $.orders", "      empty: '$.orders['", "no JSONPath"),
        ("        pattern: '([A-Z]{2})-(\\d{3})'", "        pattern: '([A-Z'", "no regular expression"),
        ("        examples: [CR-100,", "        examples: [CR-1000,", "'CR-1000' does not fit the pattern"),
        ("は{status}。金額", "は{stauts}。金額", "{stauts} is not known here"),
        ("url: /demo/lookups/stock", "url: https://{product_code}/stock", "no {name} in the host"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, said):
    with pytest.raises(BadLookups) as told:
        load_lookups(written(tmp_path, (old, new)))
    sentence = str(told.value)
    assert said in sentence
    assert "\n" not in sentence
    assert f"line {line_of(old)}:" in sentence


def test_a_part_that_is_missing_is_named(tmp_path):
    title = "    title: {ja: 在庫の確認, en: Stock of a product}"
    path = written(tmp_path, (title, "    title: {ja: 在庫の確認}"))
    with pytest.raises(BadLookups, match=rf"line {line_of(title)}: lookups.2.title.en: is missing"):
        load_lookups(path)


def test_several_mistakes_are_named_at_once(tmp_path):
    path = written(tmp_path, ("      timeout: 1.5", "      timeuot: 1.5"), ("kind: number}", "kind: amount}"))
    with pytest.raises(BadLookups) as told:
        load_lookups(path)
    assert len(str(told.value).splitlines()) == 2


def test_a_key_that_comes_twice_is_no_silent_choice(tmp_path):
    path = written(tmp_path, ("    not_found:\n", "    values: {}\n    not_found:\n"))
    with pytest.raises(BadLookups, match="`values` comes twice"):
        load_lookups(path)


def test_what_is_no_yaml_is_named_with_its_line(tmp_path):
    path = tmp_path / "broken.yml"
    path.write_text("lookups:\n  - name: [\n", encoding="utf-8")
    with pytest.raises(BadLookups, match=r"line 3: this is no YAML"):
        load_lookups(path)


def test_a_broken_file_stops_the_start_with_the_sentence(tmp_path, monkeypatch):
    path = written(tmp_path, ("      timeout: 1.5", "      timeuot: 1.5"))
    monkeypatch.setenv("MADOGUCHI_LOOKUPS_FILE", str(path))
    done = CliRunner().invoke(app, ["serve"])
    assert done.exit_code == 1
    assert "timeuot" in str(done.exception) or "timeuot" in done.output


def test_check_says_what_can_be_used(monkeypatch):
    monkeypatch.delenv("MADOGUCHI_LOOKUPS_FILE", raising=False)
    done = CliRunner().invoke(app, ["lookups", "check"])
    assert done.exit_code == 0
    assert "3 look-ups can be used" in done.output


def test_check_misses_a_secret(tmp_path, monkeypatch):
    request = "      url: /demo/lookups/stock/{product_code}"
    secret = f"{request}\n      auth: {{secret: SHOP_API_TOKEN}}"
    monkeypatch.setenv("MADOGUCHI_LOOKUPS_FILE", str(written(tmp_path, (request, secret))))
    monkeypatch.delenv("SHOP_API_TOKEN", raising=False)
    done = CliRunner().invoke(app, ["lookups", "check"])
    assert done.exit_code == 1
    assert "SHOP_API_TOKEN is empty" in done.output
    (tmp_path / "token").write_text("s3cret\n", encoding="utf-8")
    monkeypatch.setenv("SHOP_API_TOKEN_FILE", str(tmp_path / "token"))
    assert CliRunner().invoke(app, ["lookups", "check"]).exit_code == 0
