"""`base`: for a GPU with half an hour. About 45 M trainable parameters, bf16, large batches."""
from config import ModelConfig, TrainConfig

SYSTEM = "codefusion"

MODEL = ModelConfig(
    vocabulary=4096,
    latent_dim=128,
    hidden_dim=512,
    heads=8,
    adapter_layers=2,
    denoiser_layers=8,
    decoder_layers=2,
    canvas_lengths=(8, 12, 16, 24, 32, 48, 64, 128),
)

TRAIN = TrainConfig(
    learning_rate=5e-4,
    muon_learning_rate=0.01,
    warmup_steps=300,
    canvas_tokens=32768,            # a GPU is filled by tokens, not by rows
    max_batch=2048,
    longest=128,
    self_conditioning=0.5,
    dropout=0.1,                    # about a hundred epochs of the pairs: it would overfit
    pretrain_share=0.2,
    decoder_share=0.08,
)
