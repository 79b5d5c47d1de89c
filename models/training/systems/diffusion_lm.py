"""Diffusion-LM style (Li et al. 2022), conditioned on E_s: x0 by mean squared error, no decoder; tokens by rounding."""
import torch

from batch import Batch
from config import ModelConfig, TrainConfig
from losses import latent_loss, position_weights, token_loss

from .plain import PlainDenoiser, ancestral, noised
from .system import Drawing, Losses, System, spread_times


class DiffusionLM(System):
    """The layers that others give to D stand in N; L is learned end to end and anchored by the rounding loss alone."""
    name = "diffusion-lm"
    stages = ("finetune",)          # no pre-training on code

    def __init__(self, c: ModelConfig, dropout: float = 0.0):
        super().__init__(c)
        self.denoiser = PlainDenoiser(c, c.denoiser_layers + c.decoder_layers, dropout)

    def table(self):
        """L is learned freely, as in Diffusion-LM."""
        return self.embeddings.table

    def rounding(self, latent):
        """Logits of tokens for a latent [b, n, latentDim] -> [b, n, vocabulary]."""
        return latent @ self.table().t() + self.embeddings.bias

    def nearest(self, latent):
        """The embedding closest to every position's latent, and its token; [b, n, latentDim], [b, n]."""
        table = self.table()
        distance = table.square().sum(-1) - 2 * latent @ table.t()
        ids = distance.argmin(-1)
        return table[ids], ids

    def loss(self, batch: Batch, config: TrainConfig, stage: str) -> Losses:
        hidden, mask, bucket_loss = self.conditions(batch, config)
        clean = self.table()[batch.ids]
        t = spread_times(len(clean), clean.device)
        predicted = self.denoiser(noised(clean, t, torch.randn_like(clean)), t, hidden, mask)
        weights = position_weights(batch.ids, config.pad_weight)
        first = noised(clean, torch.full_like(t, 1e-4), torch.randn_like(clean))
        total = latent_loss(predicted, clean, weights) + token_loss(self.rounding(first), batch.ids, weights)
        with torch.no_grad():
            token = token_loss(self.rounding(predicted), batch.ids, weights)
        return Losses(total + config.bucket_loss * bucket_loss, token, bucket_loss.detach())

    @torch.no_grad()
    def draw(self, hidden, mask, n: int, drawing: Drawing):
        def predict_x0(x_t, t):
            x0 = self.denoiser(x_t, t, hidden, mask)
            return self.nearest(x0)[0] if drawing.clamp else x0
        x0 = ancestral(predict_x0, (len(hidden), n, self.c.latent_dim), drawing.steps, hidden.device)
        ids = self.nearest(x0)[1]
        log_probs = torch.log_softmax(self.rounding(x0).float(), -1).gather(-1, ids[..., None])[..., 0]
        return ids, log_probs
