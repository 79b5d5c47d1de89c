"""What the baselines' denoisers share: a transformer from a noised latent to a latent, and the sqrt schedule's sampler."""
import torch
from torch import nn

from config import ModelConfig
from layers import Layer, TimeEmbedding
from schedule import alpha_sigma, sqrt_log_snr


class PlainDenoiser(nn.Module):
    """x_t, t, E_s -> a latent (the noise or x0, as the loss has it); nothing is known of the vocabulary."""

    def __init__(self, c: ModelConfig, layers: int, dropout: float = 0.0):
        super().__init__()
        self.enter = nn.Linear(c.latent_dim, c.hidden_dim)
        self.position = nn.Parameter(torch.randn(c.max_canvas, c.hidden_dim) * 0.1)
        self.time = TimeEmbedding(c.hidden_dim)
        self.layers = nn.ModuleList(Layer(c.hidden_dim, c.heads, cross=True, dropout=dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(c.hidden_dim)
        self.leave = nn.Linear(c.hidden_dim, c.latent_dim)

    def forward(self, x_t, t, hidden, hidden_mask):
        """x_t [b, n, latentDim], t [b] -> [b, n, latentDim]."""
        x = self.enter(x_t) + self.position[: x_t.shape[1]]
        canvas = torch.ones(x_t.shape[:2], dtype=torch.long, device=x_t.device)
        modulation = self.time(sqrt_log_snr(t))
        for layer in self.layers:
            x = layer(x, canvas, hidden, hidden_mask, modulation)
        return self.leave(self.norm(x))


def noised(clean, t, noise):
    """x_t of a latent [b, n, d] at times t [b]."""
    alpha, sigma = alpha_sigma(sqrt_log_snr(t))
    return alpha[:, None, None] * clean + sigma[:, None, None] * noise


def ancestral(predict_x0, shape, steps: int, device):
    """The DDPM sampler with `steps` of the schedule's times: -> last x0 [b, n, d]. predict_x0(x_t, t) -> x0."""
    x = torch.randn(shape, device=device)
    for k in range(steps, 0, -1):
        t, s = (torch.full(shape[:1], at / steps, device=device) for at in (k, k - 1))
        x0 = predict_x0(x, t)
        if k == 1:
            return x0
        bar_t, bar_s = (torch.sigmoid(sqrt_log_snr(at))[:, None, None] for at in (t, s))
        alpha = bar_t / bar_s
        mean = (bar_s.sqrt() * (1 - alpha) * x0 + alpha.sqrt() * (1 - bar_s) * x) / (1 - bar_t)
        deviation = ((1 - alpha) * (1 - bar_s) / (1 - bar_t)).sqrt()
        x = mean + deviation * torch.randn_like(x)
