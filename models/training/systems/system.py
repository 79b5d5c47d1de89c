"""What all systems share: E, the embeddings, and the face that training and drawing know them by."""
from dataclasses import dataclass, replace
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from batch import Batch
from config import ModelConfig, TrainConfig
from model import Adapter, Embeddings
from sentence_encoder import SentenceEncoder


class Losses(NamedTuple):
    """What is minimised, and its parts for the log (without gradient)."""
    total: torch.Tensor
    token: torch.Tensor
    bucket: torch.Tensor


@dataclass
class Drawing:
    """How samples are drawn."""
    steps: int = 8
    temperature: float = 0.5
    guidance: float = 1.0
    clamp: bool = False             # Diffusion-LM's trick: every step's x0 is moved to the nearest embedding
    decoder: bool = True            # False: N's own reading, without D


class System(nn.Module):
    """A conditional generator of canvases."""
    name = ""
    stages = ("pretrain", "finetune")
    masks = "identifiers"           # what pre-training hides from E: identifiers and keywords, or runs of tokens

    def __init__(self, c: ModelConfig, dropout: float = 0.0):
        super().__init__()
        self.c = c
        self.sentence_encoder = SentenceEncoder(c.sentence_pieces, dropout) if c.sentence_pieces else None
        self.adapter, self.embeddings = Adapter(c), Embeddings(c)

    @property
    def device(self) -> torch.device:
        return self.embeddings.table.device

    def table(self) -> torch.Tensor:
        """L as [vocabulary, latentDim]."""
        return self.embeddings.normalised()

    def encode(self, batch: Batch):
        """-> E_s [b, s + m, hiddenDim], its mask [b, s + m], bucket logits [b, buckets]."""
        states = batch.states if batch.tokens is None else self.sentence_encoder(batch.tokens, batch.mask)
        hidden, logits = self.adapter(states, batch.slot_ids, batch.mask, batch.memory, batch.memory_mask, self.table())
        if batch.noise:
            hidden = torch.randn_like(hidden)
        return hidden, torch.cat([batch.mask, batch.memory_mask], 1), logits

    def conditions(self, batch: Batch, config: TrainConfig):
        """E_s and its mask as training sees them (the utterance dropped at times), and the loss of the bucket."""
        hidden, mask, logits = self.encode(with_hidden_words(batch, config.drop_words))
        dropped = torch.rand(len(mask), device=mask.device) < config.drop_utterance
        mask = mask.masked_fill(dropped[:, None] & (torch.arange(mask.shape[1], device=mask.device) > 0), 0)
        if batch.noise:
            return hidden, mask, logits.sum() * 0
        return hidden, mask, F.cross_entropy(logits.float(), torch.full((len(mask),), batch.bucket, device=mask.device))

    def trained(self, stage: str) -> dict[str, nn.Parameter]:
        """The parameters that a stage changes, by name."""
        return dict(self.named_parameters())

    def loss(self, batch: Batch, config: TrainConfig, stage: str) -> Losses:
        raise NotImplementedError

    def draw(self, hidden, mask, n: int, drawing: Drawing) -> tuple[torch.Tensor, torch.Tensor]:
        """Samples, one for each row of E_s: token ids [b, n] and their log-probabilities [b, n]."""
        raise NotImplementedError


def with_hidden_words(batch: Batch, share: float) -> Batch:
    """The batch with a share of the utterances' words masked in half of its rows; literals and the language stay."""
    if share == 0:
        return batch
    def random(*shape):
        return torch.rand(*shape, device=batch.mask.device)
    hidden = (random(*batch.mask.shape) < share) & (random(len(batch.mask), 1) < 0.5) & (batch.slot_ids == 0)
    return replace(batch, mask=batch.mask.masked_fill(hidden, 0))


def spread_times(b: int, device) -> torch.Tensor:
    """One time in (0, 1] for each of b rows, spread evenly over the batch; [b]."""
    return ((torch.arange(b, device=device) + torch.rand(b, device=device)) / b)[torch.randperm(b, device=device)].clamp(1e-3, 1.0)


def without_utterance(mask: torch.Tensor) -> torch.Tensor:
    """The mask that leaves only the language; [b, s]."""
    null = torch.zeros_like(mask)
    null[:, 0] = 1
    return null
