"""Every system of the comparison: it trains in all its stages, draws, and can be interrupted and gone on with."""
import json
import math

import numpy as np
import pytest
import torch

from checkpoint import load_model
from config import Configuration, ModelConfig, TrainConfig, load_configuration
from data import Batches, Pairs
from loop import Budget, fit
from sample import draw_all
from stages import run_stages, stage_shares
from systems import SYSTEMS, Drawing, create_system
from train import run_stage
from unlabelled import PretrainingBatches, Unlabelled

SMALL = ModelConfig(vocabulary=64, latent_dim=16, hidden_dim=32, heads=2, denoiser_layers=1, decoder_layers=1,
                    canvas_lengths=(8, 12), max_canvas=16, example_tokens=8)
TRAIN = TrainConfig(canvas_tokens=160, longest=12, pretrain_share=0.3, decoder_share=0.3)


def configuration(system, train=TRAIN):
    return Configuration("toy", system, SMALL, train)


@pytest.mark.parametrize("system", SYSTEMS)
def test_all_stages_train_and_draw(system, arrays, unlabelled, tmp_path):
    summary = run_stages(configuration(system), tmp_path / "run", 1500, unit="examples", arrays=arrays, unlabelled=unlabelled, valid=arrays)
    assert summary["examples"] > 0 and {row["stage"] for row in summary["stages"]} == set(SYSTEMS[system].stages)
    model, stored = load_model(tmp_path / "run" / "checkpoint.pt")
    assert model.name == system and all(torch.isfinite(p).all() for p in model.parameters())
    lines = draw_all(model.eval(), Pairs(arrays), Drawing(steps=3), samples=5, buckets=2)
    assert len(lines) == 40
    for line in lines:
        assert 4 <= len(line["samples"]) <= 6
        for sample in line["samples"]:
            assert 0 < sample["probability"] <= 1 and 0 not in sample["ids"] and len(sample["ids"]) <= sample["canvas"]
    log = [json.loads(row) for row in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert {row["stage"] for row in log} == set(SYSTEMS[system].stages)


def test_the_systems_of_the_comparison_are_of_one_size():
    tiny = load_configuration("tiny").model
    sizes = [sum(p.numel() for p in create_system(name, tiny).parameters()) for name in SYSTEMS]
    assert max(sizes) / min(sizes) < 1.15


def test_the_papers_configuration_fits_its_size_and_takes_a_step(arrays):
    weights = load_configuration("tiny", ["source_weights=mbpp:2,new:0.5"]).train.source_weights
    assert weights == {**TrainConfig().source_weights, "mbpp": 2.0, "new": 0.5}
    c = load_configuration("paper", ["max_batch=2"])
    model = create_system(c.system, c.model)
    trained, frozen = sum(p.numel() for p in model.parameters()), 15_000_000
    assert c.system == "paper" and trained + frozen <= 75_500_000
    batch = next(Batches(Pairs(arrays), c.model.canvas_lengths, c.train, 0))
    assert batch.ids.shape == (2, 128)
    loss = model.loss(batch, c.train, "finetune").total
    loss.backward()
    assert torch.isfinite(loss) and model.embeddings.table.grad.abs().sum() > 0, "the gradient reaches L"


def test_what_is_finished_is_not_trained_again(arrays, tmp_path):
    run_stages(configuration("paper"), tmp_path, 400, unit="examples", arrays=arrays)
    before = (tmp_path / "checkpoint.pt").read_bytes()
    run_stages(configuration("paper"), tmp_path, 400, unit="examples", arrays=arrays)
    assert (tmp_path / "checkpoint.pt").read_bytes() == before


def test_shares_of_the_budget_add_up():
    for name in ("tiny", "small", "base", "paper"):
        for there in (True, False):
            assert sum(stage_shares(load_configuration(name), there).values()) == pytest.approx(1)


def test_pre_training_hides_names_or_runs(unlabelled):
    data = Unlabelled(unlabelled)
    names = PretrainingBatches(data, SMALL, TrainConfig(canvas_tokens=160, longest=12, cpd=1.0, mask_share=1.0), "identifiers", 0)
    batch = next(names)
    assert batch.ids[0, :6].tolist() == [11, 22, 13, 24, 15, 26] and not batch.noise
    assert batch.memory[0, :6, 0].tolist() == [0, 22, 0, 24, 0, 26]
    noise = next(PretrainingBatches(data, SMALL, TrainConfig(canvas_tokens=160, longest=12, cpd=0.0), "identifiers", 0))
    model = create_system("codefusion", SMALL)
    assert noise.noise and not torch.equal(model.encode(noise)[0], model.encode(noise)[0])
    run = next(PretrainingBatches(data, SMALL, TrainConfig(canvas_tokens=160, longest=12), "runs", 0))
    hidden = run.memory[0, :6, 0] == 0
    assert 1 <= hidden.sum() <= 4 and run.ids[0, : hidden.sum()].tolist() == batch.ids[0, :6][hidden].tolist()


def test_a_loss_that_is_no_number_ends_with_words_and_keeps_the_checkpoint(arrays, tmp_path):
    run_stage(configuration("codefusion"), "finetune", tmp_path, Budget(400, "examples"), arrays={arrays: 1.0})
    good = (tmp_path / "checkpoint.pt").read_bytes()
    broken = TrainConfig(canvas_tokens=160, longest=12, pad_weight=math.nan)
    with pytest.raises(SystemExit, match="not a number.*learning_rate.*checkpoint"):
        run_stage(configuration("codefusion", broken), "finetune", tmp_path, Budget(60), arrays={arrays: 1.0}, resume=tmp_path / "checkpoint.pt")
    assert (tmp_path / "checkpoint.pt").read_bytes() == good


def test_an_interrupted_run_keeps_what_it_has(arrays, tmp_path):
    model = create_system("codefusion", SMALL)
    progress = {"examples": 0, "steps": 0, "seconds": 0.0}

    class Interrupting:
        """Five batches, then Ctrl+C."""
        def __init__(self):
            self.batches, self.left = Batches(Pairs(arrays), SMALL.canvas_lengths, TRAIN, 0), 5

        def __next__(self):
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
            return next(self.batches)

    with pytest.raises(SystemExit):
        fit(model, "finetune", Interrupting(), TRAIN, Budget(60), tmp_path, progress=progress)
    again, stored = load_model(tmp_path / "checkpoint.pt", "model")
    assert stored["progress"]["steps"] == 5
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters()))


def test_the_decoders_stage_leaves_the_rest_as_it_was(arrays, tmp_path):
    run_stage(configuration("codefusion"), "finetune", tmp_path, Budget(400, "examples"), arrays={arrays: 1.0})
    own, averaged = (load_model(tmp_path / "checkpoint.pt", kind)[0] for kind in ("model", "ema"))
    run_stage(configuration("codefusion"), "decoder", tmp_path, Budget(400, "examples"), arrays={arrays: 1.0}, resume=tmp_path / "checkpoint.pt")
    for kind, before in (("model", own), ("ema", averaged)):
        after = dict(load_model(tmp_path / "checkpoint.pt", kind)[0].named_parameters())
        for name, parameter in before.named_parameters():
            assert torch.equal(parameter, after[name]) != name.startswith("decoder."), (kind, name)


def test_wrong_files_are_named(arrays, tmp_path):
    with pytest.raises(SystemExit, match="no checkpoint"):
        load_model(tmp_path / "absent.pt")
    (tmp_path / "text.pt").write_text("not a checkpoint")
    with pytest.raises(SystemExit, match="cannot be read"):
        load_model(tmp_path / "text.pt")
    run_stage(configuration("codefusion"), "finetune", tmp_path, Budget(100, "examples"), arrays={arrays: 1.0})
    stored = torch.load(tmp_path / "checkpoint.pt", weights_only=False)
    stored["config"]["hidden_dim"] = 64
    torch.save(stored, tmp_path / "other.pt")
    with pytest.raises(SystemExit, match="another shape"):
        load_model(tmp_path / "other.pt")
    with pytest.raises(SystemExit, match="lab prepare"):
        Pairs(tmp_path)
    (arrays / "states.f16").unlink()
    with pytest.raises(SystemExit, match="sentence_encoder.py"):
        Pairs(arrays)


def test_wrong_words_are_named():
    with pytest.raises(SystemExit, match="configs/"):
        load_configuration("huge")
    with pytest.raises(SystemExit, match="longest=24"):
        load_configuration("tiny", ["depth=3"])
    assert load_configuration("tiny", ["canvas_lengths=4,9", "longest=9"]).model.canvas_lengths == (4, 9)
    with pytest.raises(SystemExit, match="codefusion, paper"):
        create_system("transformer", SMALL)
    assert np.isfinite(load_configuration("base").train.learning_rate)
