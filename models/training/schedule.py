"""Noise schedules as log-SNR: the released model's, as extension/diffusion/schedule.ts computes it, and the paper's."""
import math

import torch

PAPER_STEPS = 1200


def log_snr(t: torch.Tensor, noise_factor: float, maximum: float) -> torch.Tensor:
    """logSNR(t) = -2 ln tan(pi t / 2) - 2 ln noiseFactor, clamped; t in (0, 1]."""
    value = -2 * torch.log(torch.tan(math.pi / 2 * t.clamp(1e-5, 1 - 1e-5))) - 2 * math.log(noise_factor)
    return value.clamp(-maximum, maximum)


def sqrt_log_snr(t: torch.Tensor) -> torch.Tensor:
    """The sqrt schedule of Diffusion-LM, which the paper uses: alphaBar(t) = 1 - sqrt(t + 1e-4); t in (0, 1].
    alphaBar stays above 1e-3, where x0 recovered from the noise would otherwise be divided by nothing."""
    alpha_bar = (1 - torch.sqrt(t + 1e-4)).clamp(1e-3, 1 - 1e-3)
    return torch.logit(alpha_bar)


def alpha_sigma(value: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Signal and noise scale of a log-SNR; their squares add up to 1."""
    return torch.sigmoid(value).sqrt(), torch.sigmoid(-value).sqrt()
