"""`small`: 9.6 M trainable parameters beside the frozen sentence encoder; for CPUs."""
from config import ModelConfig, TrainConfig

SYSTEM = "codefusion"

MODEL = ModelConfig(
    vocabulary=4096,
    latent_dim=128,
    hidden_dim=256,
    heads=4,
    adapter_layers=1,
    denoiser_layers=5,
    decoder_layers=2,
    canvas_lengths=(8, 12, 16, 24, 32, 48),
)

TRAIN = TrainConfig(
    learning_rate=7e-4,
    muon_learning_rate=0.01,
    canvas_tokens=2304,             # about 190 short programs a step
    pretrain_share=0.15,
    decoder_share=0.08,
)
