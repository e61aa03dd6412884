"""ModernBERT (mmBERT) with a tagging head in plain PyTorch: the peer that Maner is timed against.

Written as a user would write it who wants speed from PyTorch 1.13: one product for queries, keys and values and one for both halves of the
gated block, rotations and windows computed once, no mask where a batch has no padding and no sentence is longer than a window. Tensor names
are Hugging Face's.
"""
from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from xlmr import read_tensors


class Norm(nn.Module):
    """LayerNorm without a bias, which PyTorch 1.13's module cannot be."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, self.weight.shape, self.weight, None, self.epsilon)


class Attention(nn.Module):
    """Attention with rotary positions, to the whole sentence or to a window."""

    def __init__(self, config: dict[str, Any], is_global: bool, dropout: float) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.heads, self.head_width = config["num_attention_heads"], width // config["num_attention_heads"]
        self.window = None if is_global else config["local_attention"] // 2
        self.dropout = dropout
        self.Wqkv = nn.Linear(width, 3 * width, bias=False)
        self.Wo = nn.Linear(width, width, bias=False)
        theta = config["global_rope_theta" if is_global else "local_rope_theta"]
        angles = torch.arange(512).float()[:, None] / theta ** (torch.arange(0, self.head_width, 2).float() / self.head_width)[None]
        self.register_buffer("cos", angles.cos().repeat(1, 2))
        self.register_buffer("sin", torch.cat([-angles.sin(), angles.sin()], 1))  # the sign of rotate_half is in it

    def turn(self, x: Tensor, tokens: int) -> Tensor:
        return x * self.cos[:tokens] + torch.roll(x, self.head_width // 2, -1) * self.sin[:tokens]

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        sentences, tokens, width = x.shape
        query, key, value = self.Wqkv(x).view(sentences, tokens, 3, self.heads, self.head_width).permute(2, 0, 3, 1, 4)
        query, key = self.turn(query, tokens), self.turn(key, tokens)
        scores = torch.matmul(query * (1 / math.sqrt(self.head_width)), key.transpose(-1, -2))
        if bias is not None:
            scores = scores + bias
        if self.window is not None and (torch.jit.is_tracing() or tokens > self.window + 1):
            places = torch.arange(tokens)
            scores = scores.masked_fill((places[:, None] - places[None]).abs() > self.window, float("-inf"))
        mixed = F.dropout(scores.softmax(-1), self.dropout, self.training) @ value
        return F.dropout(self.Wo(mixed.transpose(1, 2).reshape(sentences, tokens, width)), self.dropout, self.training)


class Layer(nn.Module):
    """Attention and gated feed-forward block, each with LayerNorm in front of it."""

    def __init__(self, config: dict[str, Any], number: int, dropout: float, attention_dropout: float) -> None:
        super().__init__()
        width, inner, epsilon = config["hidden_size"], config["intermediate_size"], config["norm_eps"]
        self.attn_norm = nn.Identity() if number == 0 else Norm(width, epsilon)
        self.attn = Attention(config, number % config["global_attn_every_n_layers"] == 0, attention_dropout)
        self.mlp_norm = Norm(width, epsilon)
        self.Wi = nn.Linear(width, 2 * inner, bias=False)
        self.Wo = nn.Linear(inner, width, bias=False)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        x = x + self.attn(self.attn_norm(x), bias)
        inputs, gates = self.Wi(self.mlp_norm(x)).chunk(2, -1)
        return x + self.Wo(F.dropout(F.gelu(inputs) * gates, self.dropout, self.training))


class ModernTagger(nn.Module):
    """Encoder and head (dense, GELU, norm, classifier); the head sees only the rows that carry labels."""

    def __init__(self, folder: Path, classes: int, dropout: float, attention_dropout: float) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        width, epsilon = config["hidden_size"], config["norm_eps"]
        self.words = nn.Embedding(config["vocab_size"], width, padding_idx=config["pad_token_id"], _weight=torch.empty(config["vocab_size"], width))
        self.norm, self.final_norm, self.head_norm = Norm(width, epsilon), Norm(width, epsilon), Norm(width, epsilon)
        self.layers = nn.ModuleList(Layer(config, number, dropout, attention_dropout) for number in range(config["num_hidden_layers"]))
        self.dense = nn.Linear(width, width, bias=False)
        self.classifier = nn.Linear(width, classes)
        self.dropout = dropout

    def forward(self, ids: Tensor, _positions: Tensor, bias: Tensor | None, rows: Tensor) -> Tensor:
        x = F.dropout(self.norm(self.words(ids)), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, bias)
        read = self.final_norm(x.flatten(0, 1).index_select(0, rows))  # row by row, so only where it is read
        return self.classifier(F.dropout(self.head_norm(F.gelu(self.dense(read))), self.dropout, self.training))


def load_modern(model: ModernTagger, folder: Path) -> None:
    """Reads model.safetensors straight into the parameters."""
    names = {
        "model.embeddings.tok_embeddings.weight": model.words.weight, "model.embeddings.norm.weight": model.norm.weight, "model.final_norm.weight": model.final_norm.weight,
        "head.dense.weight": model.dense.weight, "head.norm.weight": model.head_norm.weight,
        "classifier.weight": model.classifier.weight, "classifier.bias": model.classifier.bias}
    for number, layer in enumerate(model.layers):
        prefix = f"model.layers.{number}."
        if number > 0:
            names[prefix + "attn_norm.weight"] = layer.attn_norm.weight
        names |= {
            prefix + "attn.Wqkv.weight": layer.attn.Wqkv.weight, prefix + "attn.Wo.weight": layer.attn.Wo.weight, prefix + "mlp_norm.weight": layer.mlp_norm.weight,
            prefix + "mlp.Wi.weight": layer.Wi.weight, prefix + "mlp.Wo.weight": layer.Wo.weight}
    read_tensors(folder, names)
