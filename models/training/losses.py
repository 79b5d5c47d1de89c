"""What is minimised: cross-entropy of the clean tokens given a noised canvas."""
import torch
import torch.nn.functional as F


def position_weights(ids, pad_weight: float):
    """1 for code and the first PAD, pad_weight for the PADs behind it; [b, n]."""
    pad = ids == 0
    first = pad & (pad.cumsum(1) == 1)
    return torch.where(pad & ~first, pad_weight, 1.0)


def token_loss(logits, ids, weights, smoothing: float = 0.0):
    """Weighted mean cross-entropy."""
    loss = F.cross_entropy(logits.float().flatten(0, 1), ids.flatten(), reduction="none", label_smoothing=smoothing)
    return (loss * weights.flatten()).sum() / weights.sum()


def denoiser_loss(model, batch, config):
    """One training step's loss of E and N: noise, half of the time self-conditioned, predict, score."""
    *conditions, ids, bucket = batch
    b, n = ids.shape
    hidden, hidden_mask, bucket_logits = model.encode(*conditions)
    dropped = torch.rand(b) < config.drop_utterance
    hidden_mask[dropped, 1:] = 0
    t = ((torch.arange(b) + torch.rand(b)) / b)[torch.randperm(b)].clamp(1e-3, 1.0)
    table = model.embeddings.normalised()
    x_t = model.noised(ids, t)
    canvas_mask = torch.ones_like(ids)
    previous = torch.zeros_like(x_t)
    arguments = (x_t, t, previous, canvas_mask, hidden, hidden_mask)
    if torch.rand(()) < config.self_conditioning:
        with torch.no_grad():
            guess = model.denoiser.logits(table, model.embeddings.bias, *arguments)
            previous = torch.softmax(guess.float(), -1).to(table.dtype) @ table
        arguments = (x_t, t, previous, canvas_mask, hidden, hidden_mask)
    logits = model.denoiser.logits(table, model.embeddings.bias, *arguments)
    weights = position_weights(ids, config.pad_weight)
    loss = token_loss(logits, ids, weights, config.label_smoothing)
    bucket_loss = F.cross_entropy(bucket_logits.float(), torch.full((b,), bucket))
    return loss + config.bucket_loss * bucket_loss, loss.detach(), bucket_loss.detach()
