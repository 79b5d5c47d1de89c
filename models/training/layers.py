"""Transformer layers shared by the adapter of E, by N and by D."""
import math

import torch
import torch.nn.functional as F
from torch import nn


class Attention(nn.Module):
    """Multi-head attention; keys and values come from `memory` (self-attention where it is x)."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x, memory, mask):
        """x [b, n, width], memory [b, m, width], mask [b, m] or [b, n, m] (1 = visible) -> [b, n, width]."""
        def split(y):
            return y.reshape(y.shape[0], y.shape[1], self.heads, -1).transpose(1, 2)
        key, value = self.key_value(memory).chunk(2, -1)
        # written out: on CPUs the fused kernel's backward pass is several times slower at canvases this short
        query = split(self.query(x))
        score = query @ split(key).transpose(2, 3) / math.sqrt(query.shape[-1])
        visible = mask[:, None] if mask.ndim == 3 else mask[:, None, None]
        score = score + (1.0 - visible.to(score.dtype)) * -1e4
        y = torch.softmax(score, -1).to(query.dtype) @ split(value)
        return self.out(y.transpose(1, 2).reshape(x.shape))


class Layer(nn.Module):
    """Pre-norm layer; `modulation` [b, 1, 6 * width] (shift, scale and gate of attention and MLP) is optional."""

    def __init__(self, width: int, heads: int, cross: bool, dropout: float = 0.0):
        super().__init__()
        self.norm_self, self.norm_mlp = nn.LayerNorm(width), nn.LayerNorm(width)
        self.self_attention = Attention(width, heads)
        self.norm_cross = nn.LayerNorm(width) if cross else None
        self.cross_attention = Attention(width, heads) if cross else None
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.offset = nn.Parameter(torch.zeros(6 * width))
        self.dropout = nn.Dropout(dropout)
        for linear in (self.self_attention.out, self.down, *([self.cross_attention.out] if cross else [])):
            nn.init.normal_(linear.weight, std=0.02 / math.sqrt(6))

    def forward(self, x, mask, memory=None, memory_mask=None, modulation=None):
        shift_a, scale_a, gate_a, shift_m, scale_m, gate_m = (
            self.offset if modulation is None else modulation + self.offset).chunk(6, -1)
        y = self.norm_self(x) * (1 + scale_a) + shift_a
        x = x + (1 + gate_a) * self.dropout(self.self_attention(y, y, mask))
        if self.cross_attention is not None:
            x = x + self.dropout(self.cross_attention(self.norm_cross(x), memory, memory_mask))
        y = self.norm_mlp(x) * (1 + scale_m) + shift_m
        return x + (1 + gate_m) * self.dropout(self.down(F.gelu(self.up(y))))


class TimeEmbedding(nn.Module):
    """log-SNR [b] -> modulation [b, 1, 6 * width]."""

    def __init__(self, width: int):
        super().__init__()
        self.register_buffer("frequencies", torch.exp(torch.linspace(math.log(0.05), math.log(4.0), 64)), persistent=False)
        self.hidden, self.out = nn.Linear(128, width), nn.Linear(width, 6 * width)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, log_snr):
        angle = log_snr[:, None] * self.frequencies
        return self.out(F.silu(self.hidden(torch.cat([angle.sin(), angle.cos()], -1))))[:, None]
