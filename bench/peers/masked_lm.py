"""Pre-training in plain PyTorch: the peer that `maner pretrain` is timed against."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from xlmr import Shape, Tagger, load_weights, read_tensor


class MaskedLm(nn.Module):
    """Encoder and masked-LM head (dense, GELU, LayerNorm, the embeddings as decoder); the head sees only the positions that are asked for."""

    def __init__(self, shape: Shape, work: dict[str, Any], fused: bool) -> None:
        super().__init__()
        self.encoder = Tagger(shape, work["classes"], work["dropout"], work["attention_dropout"], fused)
        del self.encoder.classifier
        self.dense = nn.Linear(shape.width, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))

    def forward(self, ids: Tensor, positions: Tensor, bias: Tensor | None, rows: Tensor, words: Tensor | None = None, log_inclusion: Tensor | None = None) -> Tensor:
        """Logits of all words, or (sampled softmax, Jean et al. 2015) of some, raised by -log of the probability of being asked."""
        hidden = self.encoder.hidden(ids, positions, bias).flatten(0, 1).index_select(0, rows)
        state, table = self.norm(F.gelu(self.dense(hidden))), self.encoder.embeddings.words.weight
        if words is None:
            return F.linear(state, table, self.bias)
        return F.linear(state, F.embedding(words, table), self.bias[words] - log_inclusion)


def load_masked_lm(model: MaskedLm, folder: Path) -> None:
    """Reads encoder and head from a folder in Hugging Face's names."""
    load_weights(model.encoder, folder)
    for parameter, name in (
        (model.dense.weight, "dense.weight"), (model.dense.bias, "dense.bias"),
        (model.norm.weight, "layer_norm.weight"), (model.norm.bias, "layer_norm.bias"), (model.bias, "bias"),
    ):
        read_tensor(folder, "lm_head." + name, parameter)
