"""The autoregressive row (T5, CodeT5 at our size): the same E, a causal decoder over the same tokens."""
import torch
from torch import nn

from batch import Batch
from config import ModelConfig, TrainConfig
from layers import Layer
from losses import position_weights, token_loss

from .system import Drawing, Losses, System


class Autoregressive(System):
    name = "autoregressive"

    def __init__(self, c: ModelConfig, dropout: float = 0.0):
        super().__init__(c)
        self.enter = nn.Linear(c.latent_dim, c.hidden_dim)
        self.start = nn.Parameter(torch.randn(c.latent_dim))
        self.position = nn.Parameter(torch.randn(c.max_canvas, c.hidden_dim) * 0.1)
        layers = c.denoiser_layers + c.decoder_layers
        self.layers = nn.ModuleList(Layer(c.hidden_dim, c.heads, cross=True, dropout=dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(c.hidden_dim)
        self.leave = nn.Linear(c.hidden_dim, c.latent_dim)

    def logits(self, ids, hidden, mask):
        """Scores of the next token at every position; ids [b, n] -> [b, n + 1, vocabulary]."""
        table = self.table()
        b, n = ids.shape
        x = self.enter(torch.cat([self.start.expand(b, 1, -1), table[ids]], 1)) + self.position[: n + 1]
        causal = torch.ones(n + 1, n + 1, dtype=torch.long, device=ids.device).tril().expand(b, -1, -1)
        for layer in self.layers:
            x = layer(x, causal, hidden, mask)
        return self.leave(self.norm(x)) @ table.t() + self.embeddings.bias

    def loss(self, batch: Batch, config: TrainConfig, stage: str) -> Losses:
        hidden, mask, bucket_loss = self.conditions(batch, config)
        target = nn.functional.pad(batch.ids, (0, 1))  # a program as long as its canvas ends too
        # what follows the first PAD is never read: its weight is 0
        loss = token_loss(self.logits(batch.ids, hidden, mask), target, position_weights(target, 0.0))
        return Losses(loss + 0 * bucket_loss, loss.detach(), bucket_loss.detach())

    @torch.no_grad()
    def draw(self, hidden, mask, n: int, drawing: Drawing):
        """Ancestral sampling at a temperature; n is a limit, not a length."""
        ids = torch.zeros(len(hidden), 0, dtype=torch.long, device=hidden.device)
        kept = []
        for _ in range(n):
            logits = self.logits(ids, hidden, mask)[:, -1].float()
            chosen = torch.multinomial(torch.softmax(logits / drawing.temperature, -1), 1)
            kept.append(torch.log_softmax(logits, -1).gather(-1, chosen))
            ids = torch.cat([ids, chosen], 1)
            if (ids == 0).any(1).all():
                break
        log_probs = torch.cat(kept, 1)
        room = n - ids.shape[1]
        pad = nn.functional.pad
        return pad(ids, (0, room)), pad(log_probs, (0, room))
