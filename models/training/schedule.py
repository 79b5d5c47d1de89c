"""The noise schedule, as extension/diffusion/schedule.ts computes it."""
import math

import torch


def log_snr(t: torch.Tensor, noise_factor: float, maximum: float) -> torch.Tensor:
    """logSNR(t) = -2 ln tan(pi t / 2) - 2 ln noiseFactor, clamped; t in (0, 1]."""
    value = -2 * torch.log(torch.tan(math.pi / 2 * t.clamp(1e-5, 1 - 1e-5))) - 2 * math.log(noise_factor)
    return value.clamp(-maximum, maximum)


def alpha_sigma(value: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Signal and noise scale of a log-SNR; their squares add up to 1."""
    return torch.sigmoid(value).sqrt(), torch.sigmoid(-value).sqrt()
