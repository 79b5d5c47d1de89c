"""The paper's four parts: encoder E (an adapter on a frozen sentence encoder), denoiser N, decoder D, head H."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from config import ModelConfig
from layers import Layer, TimeEmbedding
from schedule import alpha_sigma, log_snr


class Adapter(nn.Module):
    """The trainable end of E: sentence-encoder states and slot ids -> E_s and canvas-bucket logits."""

    def __init__(self, c: ModelConfig):
        super().__init__()
        self.project = nn.Linear(c.sentence_dim, c.hidden_dim)
        self.slots = nn.Embedding(c.slot_ids, c.hidden_dim)
        nn.init.normal_(self.slots.weight, std=0.3)
        self.recall = nn.Linear(c.latent_dim, c.hidden_dim)
        self.marks = nn.Embedding(c.memory_marks, c.hidden_dim)
        self.places = nn.Embedding(c.example_tokens, c.hidden_dim)
        for embedding in (self.marks, self.places):
            nn.init.normal_(embedding.weight, std=0.3)
        self.layers = nn.ModuleList(Layer(c.hidden_dim, c.heads, cross=False) for _ in range(c.adapter_layers))
        self.norm = nn.LayerNorm(c.hidden_dim)
        self.bucket = nn.Linear(2 * c.hidden_dim, len(c.canvas_lengths))

    def forward(self, states, slot_ids, mask, memory, memory_mask, table):
        """states [b, s, sentenceDim], slot_ids [b, s], mask [b, s], memory [b, m, 3] (code token, mark, place),
        memory_mask [b, m], table [vocabulary, latentDim] -> hidden [b, s + m, hiddenDim], logits [b, buckets].
        Position 0 of hidden holds only the language, so that masking the rest leaves no trace of the utterance."""
        slots = self.slots(slot_ids)
        token, mark, place = memory.unbind(-1)
        recalled = self.recall(table[token]) + self.marks(mark) + self.places(place)
        x = torch.cat([self.project(states) + slots, recalled], 1)
        mask = torch.cat([mask, memory_mask], 1)
        for layer in self.layers:
            x = layer(x, mask)
        x = self.norm(x)
        weight = mask[..., None].to(x.dtype)
        pooled = (x * weight).sum(1) / weight.sum(1)
        logits = self.bucket(torch.cat([pooled, slots[:, 0]], -1))
        return torch.cat([slots[:, :1], x[:, 1:]], 1), logits


class Embeddings(nn.Module):
    """L: token ids -> latents of norm sqrt(latentDim); also the head H, which scores a latent against every token."""

    def __init__(self, c: ModelConfig):
        super().__init__()
        self.table = nn.Parameter(torch.randn(c.vocabulary, c.latent_dim))
        self.bias = nn.Parameter(torch.zeros(c.vocabulary))

    def normalised(self):
        return F.normalize(self.table, dim=-1) * math.sqrt(self.table.shape[1])


class Denoiser(nn.Module):
    """N: predicts the clean latent as the softmax-weighted mean of embeddings (paper section 3; CDCD)."""

    def __init__(self, c: ModelConfig, dropout: float = 0.0):
        super().__init__()
        self.c = c
        self.enter = nn.Linear(c.latent_dim, c.hidden_dim)
        self.previous = nn.Linear(c.latent_dim, c.hidden_dim, bias=False)
        nn.init.zeros_(self.previous.weight)
        self.posterior = nn.Linear(c.latent_dim, c.hidden_dim, bias=False)
        nn.init.zeros_(self.posterior.weight)
        self.position = nn.Parameter(torch.randn(c.max_canvas, c.hidden_dim) * 0.1)
        self.length = nn.Embedding(c.max_canvas + 1, c.hidden_dim)
        nn.init.normal_(self.length.weight, std=0.1)
        self.time = TimeEmbedding(c.hidden_dim)
        self.layers = nn.ModuleList(Layer(c.hidden_dim, c.heads, cross=True, dropout=dropout) for _ in range(c.denoiser_layers))
        self.norm = nn.LayerNorm(c.hidden_dim)
        self.leave = nn.Linear(c.hidden_dim, c.latent_dim)
        nn.init.normal_(self.leave.weight, std=0.002)

    def logits(self, table, bias, x_t, t, previous_x0, canvas_mask, hidden, hidden_mask):
        """-> [b, n, vocabulary]. What x_t alone says of each token (its Gaussian log-likelihood) is added exactly,
        so that the network only learns what the context says."""
        snr = log_snr(t, self.c.noise_factor, self.c.max_log_snr)
        alpha, sigma = alpha_sigma(snr)
        evidence = ((alpha / sigma.square())[:, None, None] * x_t).detach()
        with torch.no_grad():
            # what each position looks like by itself: a linear layer could not read tokens out of the noise
            alone = torch.softmax((evidence @ table.t() + bias).float(), -1).to(table.dtype) @ table
        x = self.enter(x_t) + self.previous(previous_x0) + self.posterior(alone)
        x = x + self.position[: x.shape[1]] + self.length(canvas_mask.sum(1))[:, None]
        modulation = self.time(snr)
        for layer in self.layers:
            x = layer(x, canvas_mask, hidden, hidden_mask, modulation)
        context = self.leave(self.norm(x))
        return (context + evidence) @ table.t() + bias

    def forward(self, embeddings, x_t, t, previous_x0, canvas_mask, hidden, hidden_mask, temperature):
        """x_t [b, n, latentDim], t [b] -> x0 [b, n, latentDim], ids [b, n], confidence [b, n]."""
        table = embeddings.normalised()
        logits = self.logits(table, embeddings.bias, x_t, t, previous_x0, canvas_mask, hidden, hidden_mask)
        probability = torch.softmax(logits.float() / temperature, -1)
        confidence, ids = probability.max(-1)
        return probability @ table, ids, confidence


class Decoder(nn.Module):
    """D and H: reads N's last x0 together with the utterance, once, and names the tokens."""

    def __init__(self, c: ModelConfig):
        super().__init__()
        self.enter = nn.Linear(c.latent_dim, c.hidden_dim)
        self.position = nn.Parameter(torch.randn(c.max_canvas, c.hidden_dim) * 0.1)
        self.layers = nn.ModuleList(Layer(c.hidden_dim, c.heads, cross=True) for _ in range(c.decoder_layers))
        self.norm = nn.LayerNorm(c.hidden_dim)
        self.leave = nn.Linear(c.hidden_dim, c.latent_dim)
        nn.init.zeros_(self.leave.weight)
        self.gain = nn.Parameter(torch.tensor(0.1))

    def latents(self, x0, canvas_mask, hidden, hidden_mask):
        """D_s: N's own reading of x0 plus what D adds to it; [b, n, latentDim]."""
        x = self.enter(x0) + self.position[: x0.shape[1]]
        for layer in self.layers:
            x = layer(x, canvas_mask, hidden, hidden_mask)
        return self.leave(self.norm(x)) + self.gain * x0

    def logits(self, embeddings, x0, canvas_mask, hidden, hidden_mask):
        """H over D_s -> [b, n, vocabulary]."""
        latent = self.latents(x0, canvas_mask, hidden, hidden_mask)
        return latent @ embeddings.normalised().t() + embeddings.bias
