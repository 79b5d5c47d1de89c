"""Parts of the losses that several systems share."""
import torch
import torch.nn.functional as F


def position_weights(ids, pad_weight: float):
    """1 for code and the first PAD, pad_weight for the PADs behind it; [b, n]."""
    pad = ids == 0
    first = pad & (pad.cumsum(1) == 1)
    return torch.where(pad & ~first, pad_weight, 1.0)


def token_loss(logits, ids, weights, smoothing: float = 0.0):
    """Weighted mean cross-entropy; logits [b, n, vocabulary], ids and weights [b, n]."""
    loss = F.cross_entropy(logits.float().flatten(0, 1), ids.flatten(), reduction="none", label_smoothing=smoothing)
    return (loss * weights.flatten()).sum() / weights.sum()


def latent_loss(predicted, target, weights):
    """Weighted mean squared error a position and dimension; [b, n, d], [b, n, d], [b, n]."""
    return ((predicted.float() - target.float()).square().mean(-1) * weights).sum() / weights.sum()
