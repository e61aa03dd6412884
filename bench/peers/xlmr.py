"""XLM-RoBERTa or BERT with a tagging head in plain PyTorch: the peer that Maner is timed against.

Everything is written as a user would write it who wants speed from PyTorch 1.13 and knows how: no copies that can be avoided, one
product for queries, keys and values where that helps, no mask where a batch has no padding. Tensor names are Hugging Face's.
"""
from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    """What config.json says about an encoder."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    padding: int
    types: int = 1
    prefix: str = "roberta."
    first: int = 0  # the first token's position

    @staticmethod
    def load(folder: Path) -> Shape:
        config = json.loads((folder / "config.json").read_text())
        is_bert = config["model_type"] == "bert"
        return Shape(
            config["vocab_size"], config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"],
            config["intermediate_size"], config["max_position_embeddings"], config["layer_norm_eps"], config["pad_token_id"],
            config["type_vocab_size"], "bert." if is_bert else "roberta.", 0 if is_bert else config["pad_token_id"] + 1)


class SelfAttention(nn.Module):
    """Scaled dot-product attention; one linear layer for all three inputs, or three."""

    def __init__(self, shape: Shape, dropout: float, fused: bool) -> None:
        super().__init__()
        self.heads, self.head_width = shape.heads, shape.width // shape.heads
        self.dropout, self.fused = dropout, fused
        if fused:
            self.qkv = nn.Linear(shape.width, 3 * shape.width)
        else:
            self.query, self.key, self.value = (nn.Linear(shape.width, shape.width) for _ in range(3))

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        sentences, tokens, width = x.shape
        parts = self.qkv(x).chunk(3, dim=-1) if self.fused else (self.query(x), self.key(x), self.value(x))
        query, key, value = (part.view(sentences, tokens, self.heads, self.head_width).transpose(1, 2) for part in parts)
        scores = torch.matmul(query * (1 / math.sqrt(self.head_width)), key.transpose(-1, -2))
        if bias is not None:
            scores = scores + bias
        mixed = F.dropout(scores.softmax(-1), self.dropout, self.training) @ value
        return mixed.transpose(1, 2).reshape(sentences, tokens, width)


class Layer(nn.Module):
    """Attention and feed-forward block, each with dropout, residual and LayerNorm behind it."""

    def __init__(self, shape: Shape, dropout: float, attention_dropout: float, fused: bool) -> None:
        super().__init__()
        self.attention = SelfAttention(shape, attention_dropout, fused)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.output_norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        x = self.attended_norm(x + F.dropout(self.attended(self.attention(x, bias)), self.dropout, self.training))
        return self.output_norm(x + F.dropout(self.outer(F.gelu(self.inner(x))), self.dropout, self.training))


class Embeddings(nn.Module):
    """Words, positions (of XLM-R counted from padding + 1) and the first token type."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width, padding_idx=shape.padding, _weight=torch.empty(shape.vocabulary, shape.width))
        self.positions = nn.Embedding(shape.positions, shape.width, padding_idx=shape.padding if shape.first else None)
        self.types = nn.Embedding(shape.types, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.dropout = dropout

    def forward(self, ids: Tensor, positions: Tensor) -> Tensor:
        x = self.words(ids) + self.positions(positions) + self.types.weight[0]
        return F.dropout(self.norm(x), self.dropout, self.training)


class Tagger(nn.Module):
    """Encoder and linear head; the head sees only the rows that carry labels."""

    def __init__(self, shape: Shape, classes: int, dropout: float, attention_dropout: float, fused: bool) -> None:
        super().__init__()
        self.embeddings = Embeddings(shape, dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout, attention_dropout, fused) for _ in range(shape.layers))
        self.classifier = nn.Linear(shape.width, classes)
        self.dropout, self.prefix = dropout, shape.prefix

    def hidden(self, ids: Tensor, positions: Tensor, bias: Tensor | None) -> Tensor:
        x = self.embeddings(ids, positions)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids: Tensor, positions: Tensor, bias: Tensor | None, rows: Tensor) -> Tensor:
        read = self.hidden(ids, positions, bias).flatten(0, 1).index_select(0, rows)
        return self.classifier(F.dropout(read, self.dropout, self.training))


@torch.no_grad()
def load_weights(model: Tagger, folder: Path) -> None:
    """Reads model.safetensors straight into the parameters: no second copy is ever in memory."""
    with open(folder / "model.safetensors", "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        start = 8 + length

        def read(parameter: Tensor, *names: str) -> None:
            row = 0
            for name in names:
                entry = header.get(name)
                if entry is None:
                    return  # a folder without a head: it keeps its random values
                rows = entry["shape"][0]
                target = parameter[row:row + rows] if len(names) > 1 else parameter
                row += rows
                file.seek(start + entry["data_offsets"][0])
                if entry["dtype"] == "F32":
                    file.readinto(memoryview(target.numpy()).cast("B"))
                else:
                    values = np.fromfile(file, np.float16, target.numel())
                    target.copy_(torch.from_numpy(values).view(target.shape))

        def read_both(module: nn.Module, *names: str) -> None:
            read(module.weight, *(name + ".weight" for name in names))
            read(module.bias, *(name + ".bias" for name in names))

        embeddings, prefix_of = model.embeddings, model.prefix
        read(embeddings.words.weight, prefix_of + "embeddings.word_embeddings.weight")
        read(embeddings.positions.weight, prefix_of + "embeddings.position_embeddings.weight")
        read(embeddings.types.weight, prefix_of + "embeddings.token_type_embeddings.weight")
        read_both(embeddings.norm, prefix_of + "embeddings.LayerNorm")
        for index, layer in enumerate(model.layers):
            prefix = f"{prefix_of}encoder.layer.{index}."
            parts = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
            if layer.attention.fused:
                read_both(layer.attention.qkv, *parts)
            else:
                for module, part in zip((layer.attention.query, layer.attention.key, layer.attention.value), parts):
                    read_both(module, part)
            read_both(layer.attended, prefix + "attention.output.dense")
            read_both(layer.attended_norm, prefix + "attention.output.LayerNorm")
            read_both(layer.inner, prefix + "intermediate.dense")
            read_both(layer.outer, prefix + "output.dense")
            read_both(layer.output_norm, prefix + "output.LayerNorm")
        if hasattr(model, "classifier"):
            read_both(model.classifier, "classifier")


@torch.no_grad()
def read_tensor(folder: Path, name: str, target: Tensor) -> None:
    """Reads one tensor of model.safetensors."""
    with open(folder / "model.safetensors", "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(length))[name]
        file.seek(8 + length + entry["data_offsets"][0])
        values = np.fromfile(file, np.float32 if entry["dtype"] == "F32" else np.float16, target.numel())
        target.copy_(torch.from_numpy(values).view(target.shape))


@torch.no_grad()
def read_tensors(folder: Path, targets: dict[str, Tensor]) -> None:
    """Reads tensors of model.safetensors (F32) straight into memory that is there."""
    with open(folder / "model.safetensors", "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        for name, target in targets.items():
            assert header[name]["dtype"] == "F32" and header[name]["shape"] == list(target.shape), name
            file.seek(8 + length + header[name]["data_offsets"][0])
            file.readinto(memoryview(target.numpy()).cast("B"))
