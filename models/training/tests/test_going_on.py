"""Going on from weights at hand: a part of them, several folders of pairs, dropout, and the best weights kept."""
import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch

from checkpoint import load_model
from config import Configuration, ModelConfig, TrainConfig, load_configuration
from data import Batches, Pairs
from loop import Budget
from train import batches_of, run_stage, weighted

SMALL = ModelConfig(vocabulary=64, latent_dim=16, hidden_dim=32, heads=2, denoiser_layers=1, decoder_layers=1,
                    canvas_lengths=(8, 12), max_canvas=16, example_tokens=8)
TRAIN = TrainConfig(canvas_tokens=160, longest=12, warmup_steps=1)


def trained(arrays, out, examples=200, train=TRAIN, **more):
    """A short fine-tuning -> its checkpoint."""
    run_stage(Configuration("toy", "codefusion", SMALL, train), "finetune", out, Budget(examples, "examples"), arrays=arrays, **more)
    return out / "checkpoint.pt"


def test_only_the_named_parts_are_trained(arrays, tmp_path):
    first = trained({arrays: 1.0}, tmp_path / "first")
    second = trained({arrays: 1.0}, tmp_path / "second", train=replace(TRAIN, trained_parts=("denoiser.",)), resume=first)
    for kind in ("model", "ema"):
        before = dict(load_model(first, kind)[0].named_parameters())
        for name, parameter in load_model(second, kind)[0].named_parameters():
            if not name.startswith("denoiser."):
                assert torch.equal(parameter, before[name]), (kind, name)
    assert not torch.equal(parameter_of(first, "denoiser.leave.weight"), parameter_of(second, "denoiser.leave.weight"))
    assert load_configuration("tiny", ["trained_parts=denoiser.,embeddings."]).train.trained_parts == ("denoiser.", "embeddings.")
    with pytest.raises(SystemExit, match="trained_parts"):
        trained({arrays: 1.0}, tmp_path / "third", train=replace(TRAIN, trained_parts=("nosuch.",)))


def parameter_of(checkpoint, name):
    return dict(load_model(checkpoint)[0].named_parameters())[name]


def test_dropout_is_on_again_when_a_training_goes_on(arrays, tmp_path):
    first = trained({arrays: 1.0}, tmp_path / "first", train=replace(TRAIN, dropout=0.5))
    model, _ = load_model(first, "model", 0.5)
    batch = next(Batches(Pairs(arrays), SMALL.canvas_lengths, TRAIN, 0))
    hidden, mask, _ = model.encode(batch)
    def logits():
        return model.denoiser.logits(model.table(), model.embeddings.bias, torch.ones(*batch.ids.shape, 16), torch.ones(len(batch.ids)),
                                     torch.zeros(*batch.ids.shape, 16), torch.ones_like(batch.ids), hidden, mask)
    assert not torch.equal(logits(), logits())
    model.eval()
    assert torch.equal(logits(), logits())
    # what is trained on with and without it ends elsewhere, from the same weights, on the same batches
    ends = [parameter_of(trained({arrays: 1.0}, tmp_path / name, train=replace(TRAIN, dropout=share), resume=first), "denoiser.leave.weight")
            for name, share in (("with", 0.5), ("again", 0.5), ("without", 0.0))]
    assert torch.equal(ends[0], ends[1]) and not torch.equal(ends[0], ends[2])


def test_several_folders_are_drawn_by_their_weights(arrays, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(arrays, other)
    (np.fromfile(arrays / "code.u16", np.uint16) + 1).tofile(other / "code.u16")
    assert weighted([str(arrays), f"{other}=0.25"]) == {arrays: 1.0, other: 0.25}
    with pytest.raises(SystemExit, match="often"):
        weighted([f"{other}=often"])
    model, _ = load_model(trained({arrays: 1.0}, tmp_path / "run", 40), "model")
    batches = batches_of("finetune", model, TRAIN, {arrays: 1.0, other: 0.25}, None, 1, None)
    # the first tokens are 10 … 13 in one folder, 11 … 14 in the other: an even batch has one of the ends only
    firsts = [set(next(batches).ids[:, 0].tolist()) for _ in range(200)]
    ours, others = sum(10 in ids for ids in firsts), sum(14 in ids for ids in firsts)
    assert 0 < others < ours / 2


def test_the_best_weights_are_kept(arrays, tmp_path):
    """Validation on rows whose code is all noise gets worse while the training rows are learnt by heart."""
    valid = tmp_path / "valid"
    shutil.copytree(arrays, valid)
    rng = np.random.default_rng(3)
    rng.integers(10, 60, 200).astype(np.uint16).tofile(valid / "code.u16")
    train = replace(TRAIN, validate_every=50, learning_rate=1e-2)
    checkpoint = trained({arrays: 1.0}, tmp_path / "run", 3000, train=train, valid=valid)
    log = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    losses = [np.mean(list(row["valid"].values())) for row in log if "valid" in row]
    best = tmp_path / "run" / "best.pt"
    _, stored = load_model(best)
    assert stored["progress"]["best"]["finetune"] == pytest.approx(min(losses)) and min(losses) < losses[-1]
    assert stored["progress"]["steps"] < load_model(checkpoint)[1]["progress"]["steps"]


def test_languages_without_validation_rows_are_passed_over(arrays, tmp_path):
    valid = tmp_path / "valid"
    shutil.copytree(arrays, valid)
    rows = np.fromfile(arrays / "rows.i32", np.int32).reshape(-1, 6)
    rows[:, 4] = 1
    rows.tofile(valid / "rows.i32")
    trained({arrays: 1.0}, tmp_path / "run", 100, valid=valid)
    last = json.loads((tmp_path / "run" / "log.jsonl").read_text().splitlines()[-1])
    assert list(last["valid"]) == ["bash"]
