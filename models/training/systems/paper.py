"""CodeFusion as published (Singh et al. 2023, section 3): L_t = |eps' - eps| + |D_s - L(y)| - log p(y | D_s)."""
import torch

from batch import Batch
from config import ModelConfig, TrainConfig
from losses import latent_loss, position_weights, token_loss
from model import Decoder
from schedule import alpha_sigma, sqrt_log_snr

from .plain import PlainDenoiser, ancestral, noised
from .system import Drawing, Losses, System, spread_times

REACH = 4.0  # x0 recovered from predicted noise is cut here: close to t = 1 it is divided by almost nothing


class Paper(System):
    """N predicts the noise; D reads the x0 that follows from it; all gradients are attached, L's too."""
    name = "paper"

    def __init__(self, c: ModelConfig, dropout: float = 0.0):
        super().__init__(c)
        self.denoiser, self.decoder = PlainDenoiser(c, c.denoiser_layers, dropout), Decoder(c)

    def table(self):
        """L is learned freely, as in the paper."""
        return self.embeddings.table

    def x0(self, x_t, t, noise):
        """The clean latent that predicted noise implies; [b, n, latentDim]."""
        alpha, sigma = alpha_sigma(sqrt_log_snr(t))
        return ((x_t - sigma[:, None, None] * noise) / alpha[:, None, None]).clamp(-REACH, REACH)

    def decoded(self, x0, hidden, mask):
        """D_s [b, n, latentDim] and H's logits over it [b, n, vocabulary]."""
        canvas = torch.ones(x0.shape[:2], dtype=torch.long, device=x0.device)
        latent = self.decoder.latents(x0, canvas, hidden, mask)
        return latent, latent @ self.table().t() + self.embeddings.bias

    def loss(self, batch: Batch, config: TrainConfig, stage: str) -> Losses:
        hidden, mask, bucket_loss = self.conditions(batch, config)
        clean = self.table()[batch.ids]
        t, noise = spread_times(len(clean), clean.device), torch.randn_like(clean)
        x_t = noised(clean, t, noise)
        predicted = self.denoiser(x_t, t, hidden, mask)
        latent, logits = self.decoded(self.x0(x_t, t, predicted), hidden, mask)
        weights = position_weights(batch.ids, config.pad_weight)
        token = token_loss(logits, batch.ids, weights)
        total = latent_loss(predicted, noise, weights) + latent_loss(latent, clean, weights) + token
        return Losses(total + config.bucket_loss * bucket_loss, token.detach(), bucket_loss.detach())

    @torch.no_grad()
    def draw(self, hidden, mask, n: int, drawing: Drawing):
        def predict_x0(x_t, t):
            return self.x0(x_t, t, self.denoiser(x_t, t, hidden, mask))
        x0 = ancestral(predict_x0, (len(hidden), n, self.c.latent_dim), drawing.steps, hidden.device)
        log_probs, ids = torch.log_softmax(self.decoded(x0, hidden, mask)[1].float(), -1).max(-1)
        return ids, log_probs
