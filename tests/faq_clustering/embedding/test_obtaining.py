import shutil
from pathlib import Path

import numpy as np
import pytest

from faq_clustering.embedding import Embedder
from faq_clustering.embedding.bert_onnx import write_bert
from faq_clustering.embedding.container import read_container
from faq_clustering.embedding.hub import read_published
from faq_clustering.embedding.obtain import complete, obtain
from faq_clustering.embedding.session import open_session

FOLDER = Path(__file__).parents[3] / "models" / "multilingual-e5-small"


def test_the_onnx_graph_gives_what_transformers_gives(tmp_path: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(7)
    shape = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 96}
    published = BertModel(BertConfig(vocab_size=50, max_position_embeddings=32, **shape)).train(False)
    published.save_pretrained(str(tmp_path))
    write_bert(read_published(tmp_path), tmp_path / "model.onnx")

    ids = np.array([[4, 5, 6, 7, 8], [9, 10, 11, 0, 0]], dtype=np.int64)
    mask = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], dtype=np.int64)
    ours = open_session(tmp_path / "model.onnx", 1).run(None, {"input_ids": ids, "attention_mask": mask})[0]
    with torch.inference_mode():
        theirs = published(torch.from_numpy(ids), torch.from_numpy(mask)).last_hidden_state.numpy()
    assert np.allclose(ours[mask == 1], theirs[mask == 1], atol=1e-4)


def test_a_complete_folder_is_left_alone(embedder: Embedder, capsys: pytest.CaptureFixture[str]) -> None:
    before = (FOLDER / "model_int8.onnx").stat().st_mtime_ns
    obtain(FOLDER)
    assert "already there" in capsys.readouterr().out
    assert (FOLDER / "model_int8.onnx").stat().st_mtime_ns == before


def test_a_damaged_folder_is_not_complete(embedder: Embedder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(FOLDER, copy)
    assert complete(copy)
    with (copy / "model_int8.onnx").open("r+b") as file:
        file.truncate(1000)
    assert not complete(copy)
    assert not complete(tmp_path / "missing")


def test_another_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match=r"weights\.bin is not an E5S1 container"):
        read_container(tmp_path / "weights.bin")
