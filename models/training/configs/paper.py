"""`paper`: the loss, schedule and canvas of Singh et al. (2023), gradients attached; in full on a GPU only.
The encoder differs: CodeT5 is replaced by the frozen sentence encoder and its adapter."""
from config import ModelConfig, TrainConfig

SYSTEM = "paper"

MODEL = ModelConfig(
    vocabulary=4096,
    latent_dim=256,
    hidden_dim=448,                 # 59 M trained, 75 M with the sentence encoder
    heads=8,
    adapter_layers=2,
    denoiser_layers=10,             # the paper's N
    decoder_layers=6,               # the paper's D
    canvas_lengths=(128,),          # the paper pads every program to 128
)

TRAIN = TrainConfig(
    learning_rate=5e-4,             # AdamW alone, as in the paper
    muon_learning_rate=0.0,
    warmup_steps=500,
    canvas_tokens=16384,
    max_batch=128,
    longest=128,
    drop_utterance=0.0,             # no guidance
    self_conditioning=0.0,
    pad_weight=1.0,
    larger_canvas=0.0,
    pretrain_share=0.5,             # both tasks
    decoder_share=0.0,              # D is trained together with N
)
