"""What an utterance tells of its code, told apart from what it does not."""
import shutil
from dataclasses import replace

import numpy as np
import pytest

from checkpoint import load_model
from config import Configuration, ModelConfig, TrainConfig
from data import Batches, Pairs
from explained import explained
from loop import Budget
from train import run_stage

SMALL = ModelConfig(vocabulary=64, latent_dim=16, hidden_dim=32, heads=2, denoiser_layers=1, decoder_layers=1,
                    canvas_lengths=(8, 12), max_canvas=16, example_tokens=8)
TRAIN = TrainConfig(canvas_tokens=160, longest=12, warmup_steps=10, learning_rate=5e-3)


@pytest.fixture
def scored(arrays, tmp_path):
    """A model that knows the toy rows, and those rows with every second utterance exchanged for another row's."""
    run_stage(Configuration("toy", "codefusion", SMALL, TRAIN), "finetune", tmp_path / "run", Budget(4000, "examples"), arrays={arrays: 1.0})
    wrong = tmp_path / "wrong"
    shutil.copytree(arrays, wrong)
    rows = np.fromfile(arrays / "rows.i32", np.int32).reshape(-1, 6)
    rows[::8, 0] = 3  # code of the first kind, utterance of the second
    rows.tofile(wrong / "rows.i32")
    model, _ = load_model(tmp_path / "run" / "checkpoint.pt")
    return wrong, explained(model.eval(), Pairs(wrong)), model


def test_a_wrong_utterance_explains_less_than_a_right_one_and_is_not_drawn(scored):
    arrays, gains, model = scored
    wrong = np.arange(40) % 8 == 0
    assert gains[~wrong].mean() > 0.2 and gains[wrong].mean() < 0
    # the same each time, whatever else was drawn before
    assert np.array_equal(gains, explained(model, Pairs(arrays))) and not np.array_equal(gains, explained(model, Pairs(arrays), seed=2))
    assert np.isnan(explained(model, Pairs(arrays), longest=4)).all()
    gains.tofile(arrays / "explained.f32")
    assert np.array_equal(Batches(Pairs(arrays), SMALL.canvas_lengths, TRAIN, 0).probability > 0, gains >= 0)
    with pytest.raises(SystemExit, match="least_explained"):
        Batches(Pairs(arrays), SMALL.canvas_lengths, replace(TRAIN, least_explained=100.0), 0)
