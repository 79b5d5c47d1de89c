"""The shape of every configuration; configs/ holds the values."""
from dataclasses import dataclass, field, replace
from importlib import import_module


@dataclass
class ModelConfig:
    """What a checkpoint must agree on. The defaults are those of the released weights."""
    vocabulary: int = 4096          # code tokens, slots and PAD included
    latent_dim: int = 128           # width of a token's latent
    hidden_dim: int = 384           # width of E's output, N and D
    heads: int = 6
    adapter_layers: int = 2         # trainable layers on top of the frozen sentence encoder
    denoiser_layers: int = 6
    decoder_layers: int = 1
    canvas_lengths: tuple = (8, 12, 16, 24, 32, 48, 64)
    max_canvas: int = 128           # positions that have an embedding; room for larger buckets
    sentence_dim: int = 384         # width of the sentence encoder
    sentence_pieces: int = 0        # its vocabulary where it is trained along, a part of the model; 0 outside it, frozen
    slot_ids: int = 24              # 0 none, 10 literals, 10 columns, 3 languages
    noise_factor: float = 4.0       # rescales the noise: without it the utterance is ignored
    max_log_snr: float = 12.0
    top_m: int = 4                  # alternatives per position that D returns
    memory_marks: int = 17          # 0 the masked code of CPD, then 2 ranks x 8 levels of similarity
    example_tokens: int = 16        # tokens of an example that are looked at


@dataclass
class TrainConfig:
    """How the weights come about; nothing of it is needed to use them."""
    learning_rate: float = 7e-4     # of AdamW: embeddings and everything outside the layers
    muon_learning_rate: float = 0.01  # of Muon: the matrices inside the layers; 0 leaves them to AdamW
    sentence_learning_rate: float = 0.0  # of AdamW for the sentence encoder where it is a part of the model; 0 freezes it
    warmup_steps: int = 60
    decay_share: float = 0.7        # last part of the budget in which the learning rate falls to zero
    weight_decay: float = 0.01
    betas: tuple = (0.9, 0.98)
    clip: float = 1.0
    canvas_tokens: int = 2304       # canvas positions a batch
    max_batch: int = 192
    longest: int = 48               # longer programs are not drawn; short ones first where compute is scarce
    drop_utterance: float = 0.1     # for classifier-free guidance
    drop_words: float = 0.0         # share of the words hidden, in half of the rows; never a literal
    drop_memory: float = 0.15       # share of rows without any example beside them
    drop_example: float = 0.15      # share of examples left out, so that the nearest is not always there
    examples: int = 2               # of the memory, beside every row
    self_conditioning: float = 0.25
    pad_weight: float = 0.1         # loss weight of PAD after the first
    larger_canvas: float = 0.15     # share of batches on the next larger bucket
    bucket_loss: float = 0.1
    label_smoothing: float = 0.0
    ema_window: float = 0.05        # EMA window as a share of the steps so far
    dropout: float = 0.0
    trained_parts: tuple = ("",)    # prefixes of the parameters that are trained, as denoiser.; "" is everything
    least_explained: float = 0.0    # nats a token that an utterance must tell of its code, where explained.py scored the rows
    validate_every: int = 1000      # steps; at each, the checkpoint is written, and best.pt where the validation loss is the lowest
    pretrain_share: float = 0.2     # of the time budget: both tasks on code without utterances
    unlabelled_share: float = 0.0   # of the fine-tuning batches: pre-training goes on among them
    decoder_share: float = 0.1      # of the time budget, after E and N
    cpd: float = 0.5                # share of the pre-training batches that are CPD; the others generate from noise
    mask_share: float = 0.5         # of the identifiers and keywords, in CPD
    # how often a row of a source is drawn, relative to its size
    source_weights: dict = field(default_factory=lambda: {
        "cf-dsl-gen": 0.3, "codefusion-cf": 4.0, "nl2bash": 3.0, "tldr-common": 0.6, "tldr-linux": 0.4, "cheat": 1.0,
        "conala": 3.0, "conala-title": 0.7, "py-apidocs": 0.4, "django-pseudo": 0.4, "py-comment": 0.2,
        "py-docstring": 0.15, "py-doctest": 0.15, "mbpp": 0.5,
    })


@dataclass
class Configuration:
    """One of configs/: which system, how large, how trained."""
    name: str
    system: str
    model: ModelConfig
    train: TrainConfig


def load_configuration(name: str, overrides: list[str] = ()) -> Configuration:
    """The configuration configs/NAME.py with `field=value` overrides of either part; SystemExit names what is unknown."""
    try:
        module = import_module(f"configs.{name}")
    except ModuleNotFoundError:
        raise SystemExit(f"there is no configuration {name}; see configs/")
    model, train = replace(module.MODEL), replace(module.TRAIN)
    for item in overrides:
        key, _, text = item.partition("=")
        part = next((part for part in (train, model) if hasattr(part, key)), None)
        if part is None or not text:
            raise SystemExit(f"cannot set {item}: name a field of ModelConfig or TrainConfig, as in longest=24")
        setattr(part, key, parsed(getattr(part, key), text))
    return Configuration(name, module.SYSTEM, model, train)


def parsed(like, text: str):
    """`text` as a value of the same type as `like`; tuples are written 8,12,16, and entries of a table conala:8,mbpp:1."""
    if isinstance(like, tuple):
        return tuple(type(like[0])(part) for part in text.split(","))
    if isinstance(like, dict):
        return {**like, **{name: float(weight) for name, _, weight in (part.partition(":") for part in text.split(","))}}
    return type(like)(text)
