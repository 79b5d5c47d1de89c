"""`medium`: the released weights. 22 M trainable parameters and the sentence encoder, trained along; for ten minutes of a GPU."""
from config import ModelConfig, TrainConfig

SYSTEM = "codefusion"

MODEL = ModelConfig(
    vocabulary=4096,
    latent_dim=128,
    hidden_dim=384,
    heads=6,
    adapter_layers=2,
    denoiser_layers=6,
    decoder_layers=1,
    canvas_lengths=(8, 12, 16, 24, 32, 48, 64),
)

TRAIN = TrainConfig(
    learning_rate=7e-4,
    muon_learning_rate=0.012,
    sentence_learning_rate=5e-5,
    warmup_steps=150,
    canvas_tokens=32768,            # a GPU is filled by tokens, not by rows
    max_batch=2048,
    longest=64,
    self_conditioning=0.5,
    dropout=0.1,                    # dozens of epochs of the pairs: it would overfit
    drop_words=0.15,
    pretrain_share=0.25,
    unlabelled_share=0.1,
    decoder_share=0.08,
    source_weights={                # of pairs repeated twice by augmentation, with idioms and 25,000 pairs of every grammar
        "nl2bash": 6.0, "tldr-common": 1.0, "tldr-linux": 0.8, "cheat": 1.7, "grammar": 1.5, "idiom": 1.8,
        "cf-dsl-gen": 1.0, "codefusion-cf": 9.0, "conala": 7.0, "conala-title": 4.0, "py-comment": 1.0, "py-docstring": 0.8,
        "py-doctest": 0.8, "py-apidocs": 1.2, "django-pseudo": 1.0, "mbpp": 4.0,
    },
)
