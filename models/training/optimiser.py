"""Muon (Jordan et al. 2024) for the matrices inside the layers, AdamW for everything else, as one optimiser."""
from collections import defaultdict

import torch

COEFFICIENTS = (3.4445, -4.775, 2.0315)  # of the quintic Newton-Schulz iteration
NEWTON_SCHULZ_STEPS = 5
SENTENCE_ENCODER = "sentence_encoder."  # pre-trained: it has a learning rate of its own


def orthogonalised(x: torch.Tensor) -> torch.Tensor:
    """[k, rows, columns] with every singular value moved close to 1. In float32: torch.optim.Muon's bfloat16 is
    emulated, and slow, on many CPUs."""
    a, b, c = COEFFICIENTS
    flip = x.shape[1] > x.shape[2]
    x = x.transpose(1, 2) if flip else x
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(NEWTON_SCHULZ_STEPS):
        gram = x @ x.transpose(1, 2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.transpose(1, 2) if flip else x


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised; matrices of one shape are computed together."""

    def __init__(self, matrices, lr: float, momentum: float = 0.95, weight_decay: float = 0.01):
        super().__init__(list(matrices), {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            by_shape = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    by_shape[parameter.shape].append(parameter)
            for shape, parameters in by_shape.items():
                gradients = [parameter.grad for parameter in parameters]
                buffers = [self.state[parameter].setdefault("momentum", torch.zeros_like(parameter)) for parameter in parameters]
                torch._foreach_lerp_(buffers, gradients, 1 - group["momentum"])
                updates = orthogonalised(torch.stack(torch._foreach_lerp(gradients, buffers, group["momentum"])))
                scale = max(1.0, shape[0] / shape[1]) ** 0.5
                torch._foreach_mul_(parameters, 1 - group["lr"] * group["weight_decay"])
                torch._foreach_add_(parameters, list(updates), alpha=-group["lr"] * scale)


class Optimiser:
    """The two optimisers behind one face; learning rates are given as a factor of each one's own."""

    def __init__(self, trained: dict[str, torch.nn.Parameter], config):
        """trained: parameters by name. Without a learning rate of Muon's, AdamW trains them all."""
        muon = config.muon_learning_rate > 0
        sentence = [p for name, p in trained.items() if name.startswith(SENTENCE_ENCODER)]
        inner = [p for name, p in trained.items()
                 if muon and ".layers." in f".{name}" and p.ndim == 2 and not name.startswith(SENTENCE_ENCODER)]
        inside = {id(p) for p in [*sentence, *inner]}
        outer = [p for p in trained.values() if id(p) not in inside]
        self.parameters = list(trained.values())
        self.parts, self.rates, name_of = [], [], {id(p): name for name, p in trained.items()}
        self.names = [(kind, [name_of[id(p)] for p in part]) for kind, part in (("muon", inner), ("outer", outer), ("sentence", sentence)) if part]
        if inner:
            self.parts.append(Muon(inner, config.muon_learning_rate, weight_decay=config.weight_decay))
            self.rates.append(config.muon_learning_rate)
        if outer:
            self.parts.append(torch.optim.AdamW(outer, lr=config.learning_rate, betas=config.betas,
                                                weight_decay=0.0 if muon else config.weight_decay, fused=True))
            self.rates.append(config.learning_rate)
        if sentence:
            self.parts.append(torch.optim.AdamW(sentence, lr=config.sentence_learning_rate, weight_decay=config.weight_decay, fused=True))
            self.rates.append(config.sentence_learning_rate)

    def scale(self, factor: float) -> None:
        for part, rate in zip(self.parts, self.rates):
            for group in part.param_groups:
                group["lr"] = rate * factor

    def zero_grad(self) -> None:
        for part in self.parts:
            part.zero_grad(set_to_none=True)

    def step(self) -> None:
        for part in self.parts:
            part.step()

    def state_dict(self) -> dict:
        return {"names": self.names, "parts": [part.state_dict() for part in self.parts]}

    def load_state_dict(self, stored: dict) -> bool:
        """Goes on from a stored state; False, and from none, where that is of other parameters or other optimisers."""
        if not isinstance(stored, dict) or stored["names"] != self.names:
            return False
        for part, state in zip(self.parts, stored["parts"]):
            part.load_state_dict(state)
        return True
