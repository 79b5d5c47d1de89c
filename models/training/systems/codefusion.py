"""Ours: x0 by cross-entropy, rescaled noise, D trained afterwards on x0 as it occurs at the end of sampling."""
import random

import torch

from batch import Batch
from config import ModelConfig, TrainConfig
from losses import position_weights, token_loss
from model import Decoder, Denoiser
from schedule import alpha_sigma, log_snr

from .system import Drawing, Losses, System, spread_times, without_utterance


class CodeFusion(System):
    name = "codefusion"
    stages = ("pretrain", "finetune", "decoder")

    def __init__(self, c: ModelConfig, dropout: float = 0.0):
        super().__init__(c, dropout)
        self.denoiser, self.decoder = Denoiser(c, dropout), Decoder(c)

    def trained(self, stage: str):
        """D alone in its own stage; everything else before."""
        return {name: p for name, p in self.named_parameters() if name.startswith("decoder.") == (stage == "decoder")}

    def noised(self, ids, t):
        """x_t of clean ids [b, n] at times t [b]."""
        alpha, sigma = alpha_sigma(log_snr(t, self.c.noise_factor, self.c.max_log_snr))
        clean = self.table()[ids]
        return alpha[:, None, None] * clean + sigma[:, None, None] * torch.randn_like(clean)

    def loss(self, batch: Batch, config: TrainConfig, stage: str) -> Losses:
        return self.decoder_loss(batch, config) if stage == "decoder" else self.denoiser_loss(batch, config)

    def denoiser_loss(self, batch: Batch, config: TrainConfig) -> Losses:
        """Noise, self-condition at times, predict, score."""
        hidden, hidden_mask, bucket_loss = self.conditions(batch, config)
        ids = batch.ids
        t = spread_times(len(ids), ids.device)
        table, bias = self.table(), self.embeddings.bias
        x_t = self.noised(ids, t)
        canvas_mask = torch.ones_like(ids)
        previous = torch.zeros_like(x_t)
        if torch.rand(()) < config.self_conditioning:
            with torch.no_grad():
                guess = self.denoiser.logits(table, bias, x_t, t, previous, canvas_mask, hidden, hidden_mask)
                previous = torch.softmax(guess.float(), -1).to(table.dtype) @ table
        logits = self.denoiser.logits(table, bias, x_t, t, previous, canvas_mask, hidden, hidden_mask)
        loss = token_loss(logits, ids, position_weights(ids, config.pad_weight), config.label_smoothing)
        return Losses(loss + config.bucket_loss * bucket_loss, loss.detach(), bucket_loss.detach())

    def decoder_loss(self, batch: Batch, config: TrainConfig) -> Losses:
        """Cross-entropy of D and H over the clean tokens."""
        ids = batch.ids
        with torch.no_grad():
            hidden, mask, _ = self.encode(batch)
            x0 = self.imperfect_x0(ids, hidden, mask)
        logits = self.decoder.logits(self.embeddings, x0, torch.ones_like(ids), hidden, mask)
        loss = token_loss(logits, ids, position_weights(ids, config.pad_weight))
        return Losses(loss, loss.detach(), torch.zeros(()))

    def imperfect_x0(self, ids, hidden, mask):
        """Half of the time a short roll-out from pure noise, else one prediction at a small t; [b, n, latentDim]."""
        if random.random() < 0.5:
            return self.denoised(hidden, mask, ids.shape[1], Drawing(steps=random.randint(3, 6), temperature=1.0))
        t = torch.rand(len(ids), device=ids.device).mul(0.6).clamp(min=1e-3)
        x_t = self.noised(ids, t)
        return self.denoiser(self.embeddings, x_t, t, torch.zeros_like(x_t), torch.ones_like(ids), hidden, mask, 1.0)[0]

    @torch.no_grad()
    def denoised(self, hidden, mask, n: int, drawing: Drawing):
        """The whole loop (DDIM, eta 0): -> last x0 [b, n, latentDim]. Mirrors extension/inference/child.ts."""
        b, device = len(hidden), hidden.device
        x = torch.randn(b, n, self.c.latent_dim, device=device)
        canvas = torch.ones(b, n, dtype=torch.long, device=device)
        null = without_utterance(mask)
        x0 = torch.zeros_like(x)
        for k in range(drawing.steps, 0, -1):
            t = torch.full((b,), k / drawing.steps, device=device)
            def predicted(visible):
                return self.denoiser(self.embeddings, x, t, x0, canvas, hidden, visible, drawing.temperature)[0]
            given = predicted(mask)
            if drawing.guidance != 1.0:
                free = predicted(null)
                given = free + drawing.guidance * (given - free)
            x0 = given
            if k > 1:
                alpha, sigma = alpha_sigma(log_snr(t[:1], self.c.noise_factor, self.c.max_log_snr))
                alpha_s, sigma_s = alpha_sigma(log_snr(t[:1] - 1 / drawing.steps, self.c.noise_factor, self.c.max_log_snr))
                x = alpha_s * x0 + sigma_s * (x - alpha * x0) / sigma
        return x0

    @torch.no_grad()
    def draw(self, hidden, mask, n: int, drawing: Drawing):
        x0 = self.denoised(hidden, mask, n, drawing)
        canvas = torch.ones(x0.shape[:2], dtype=torch.long, device=x0.device)
        if drawing.decoder:
            logits = self.decoder.logits(self.embeddings, x0, canvas, hidden, mask)
        else:
            logits = x0 @ self.table().t() + self.embeddings.bias
        log_probs, ids = torch.log_softmax(logits.float(), -1).max(-1)
        return ids, log_probs
