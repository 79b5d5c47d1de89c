"""`tiny`: for comparisons of systems at equal compute; minutes on one CPU core, one short language at a time."""
from config import ModelConfig, TrainConfig

SYSTEM = "codefusion"

MODEL = ModelConfig(
    vocabulary=1024,
    latent_dim=64,
    hidden_dim=128,
    heads=4,
    adapter_layers=1,
    denoiser_layers=3,
    decoder_layers=2,               # systems without D have these layers in N
    canvas_lengths=(8, 12, 16, 24),
    max_canvas=48,
    example_tokens=24,              # CPD shows E the whole masked program
)

TRAIN = TrainConfig(
    canvas_tokens=1536,
    longest=24,
    drop_memory=1.0,                # no system of the paper has a memory
    larger_canvas=0.1,
    pretrain_share=0.25,
    decoder_share=0.15,
)
