"""The n-grams of one text are those that scikit-learn finds in it."""

import json

import pytest

pytestmark = pytest.mark.rasa

BOTH = """
import json, sys
import numpy as np
from components.ngram_rows import NgramRows, new_vectorizer

texts = json.load(sys.stdin)
config = {"min_ngram": 1, "max_ngram": 4, "min_df": 1}
fitted = new_vectorizer(config).fit(texts[:4])
rows = NgramRows.of(fitted, config)
apart = [abs(rows.matrix(text, 10.0) - fitted.transform([text]) * 10.0).max() for text in texts]
lengths = [float(np.sqrt(rows.matrix(text, 1.0).power(2).sum())) for text in texts]
print(json.dumps([apart, lengths]))
"""


def test_rows_are_those_of_the_vectorizer(run_bot):
    texts = [
        "パスワードを忘れました",
        "ﾊﾟｽﾜｰﾄﾞ　を   変更したい\n\nです",
        "I forgot  my PASSWORD!!",
        "aaaaaa",
        "見たことのない言葉とパスワード",
        "☃",
    ]
    done = run_bot("-c", BOTH, stdin=json.dumps(texts))
    assert done.returncode == 0, done.stderr
    apart, lengths = json.loads(done.stdout.splitlines()[-1])
    assert max(apart) < 1e-9
    assert lengths == pytest.approx([1, 1, 1, 1, 1, lengths[-1]])
