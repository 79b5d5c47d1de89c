"""GENIE style (Lin et al. 2023): Diffusion-LM's objective with E_s, pre-trained by continuous paragraph denoising:
a run of the text is masked in what E sees and N restores it. Nothing of it knows code."""
from .diffusion_lm import DiffusionLM


class Genie(DiffusionLM):
    name = "genie"
    stages = ("pretrain", "finetune")
    masks = "runs"
