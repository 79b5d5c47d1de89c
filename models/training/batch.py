"""What one training step sees."""
from dataclasses import dataclass, fields, replace

import torch


@dataclass
class Batch:
    """Conditions of E and the clean canvas; b rows, s utterance tokens, m tokens of code beside the utterance, n positions."""
    states: torch.Tensor | None  # [b, s, sentenceDim], of the sentence encoder where it is frozen and was run once
    slot_ids: torch.Tensor      # [b, s]
    mask: torch.Tensor          # [b, s]
    memory: torch.Tensor        # [b, m, 3]: code token, mark, place
    memory_mask: torch.Tensor   # [b, m]
    ids: torch.Tensor           # [b, n], PAD is 0
    bucket: int                 # index of the canvas length that fits
    tokens: torch.Tensor | None = None  # [b, s], utterance tokens where the sentence encoder is a part of the model
    noise: bool = False         # Gaussian noise in place of E_s: unsupervised generation (paper section 3.3)

    def to(self, device) -> "Batch":
        """The same batch on another device."""
        moved = {f.name: getattr(self, f.name).to(device, non_blocking=True)
                 for f in fields(self) if isinstance(getattr(self, f.name), torch.Tensor)}
        return replace(self, **moved)
