"""From a work's description to steps that can be timed: batches as tensors, the model, the optimizer."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masked_lm import MaskedLm, load_masked_lm
from modernbert import ModernTagger, load_modern
from settings import Setting
from xlmr import Shape, Tagger, load_weights

Step = Callable[[], Any]


class Batch(NamedTuple):
    """Sentences padded to the longest: everything that does not depend on weights is made before anything is timed."""

    ids: Tensor
    positions: Tensor
    bias: Tensor | None
    rows: Tensor
    labels: Tensor
    padding: Tensor
    sampled: tuple[Tensor, ...] = ()  # words that are asked, and log of their probabilities of being there

    def inputs(self) -> tuple[Any, ...]:
        return self.ids, self.positions, self.bias, self.rows, *self.sampled


def make_batch(sentences: list[dict[str, list[int]]], padding: int, first: int, all_positions: bool = False, candidates: dict[str, Any] | None = None) -> Batch:
    """With all positions there is a row for each of them, padding included, and a label that is ignored where there is none."""
    longest = max(len(sentence["ids"]) for sentence in sentences)
    ids = torch.full((len(sentences), longest), padding)
    rows, labels = [], []
    for index, sentence in enumerate(sentences):
        ids[index, :len(sentence["ids"])] = torch.tensor(sentence["ids"])
        rows += [index * longest + row for row in sentence["rows"]]
        labels += sentence["labels"]
    real = ids != padding
    positions = torch.where(real, torch.cumsum(real.long(), 1) - 1 + first, padding)
    bias = None if bool(real.all()) else torch.zeros(ids.shape).masked_fill(~real, float("-inf"))[:, None, None, :]
    if all_positions:
        every = torch.full((ids.numel(),), -100)  # F.cross_entropy ignores that
        every[rows] = torch.tensor(labels)
        return Batch(ids, positions, bias, torch.arange(ids.numel()), every, ~real)
    if candidates:
        words = torch.tensor(candidates["words"])
        places = torch.searchsorted(words, torch.tensor(labels))
        return Batch(ids, positions, bias, torch.tensor(rows), places, ~real, (words, torch.tensor(candidates["log_inclusion"])))
    return Batch(ids, positions, bias, torch.tensor(rows), torch.tensor(labels), ~real)


def make_batches(work: dict[str, Any], order: str, padding: int, first: int) -> list[Batch]:
    batches = work["orders"][order]
    candidates = (work.get("candidates") or {}).get(order) or [None] * len(batches)
    return [make_batch([work["sentences"][index] for index in batch], padding, first, work["all_positions"], asked) for batch, asked in zip(batches, candidates)]


def prepare(work: dict[str, Any], order: str, setting: Setting) -> tuple[float, list[Step]]:
    """The loss of the first batch without dropout, which must be the same for everyone, and a step for each batch."""
    folder = Path(work["encoder"])
    config = json.loads((folder / "config.json").read_text())
    is_modern = config["model_type"] == "modernbert"
    shape = None if is_modern else Shape.load(folder)
    padding, first = config["pad_token_id"], shape.first if shape else 0
    model: nn.Module
    if shape is None:
        model = ModernTagger(folder, work["classes"], work["dropout"], work["attention_dropout"])
        load_modern(model, folder)
    elif work["kind"] == "pretrain":
        model = MaskedLm(shape, work, setting.fused_qkv)
        load_masked_lm(model, folder)
    else:
        model = Tagger(shape, work["classes"], work["dropout"], work["attention_dropout"], setting.fused_qkv)
        load_weights(model, folder)
    with torch.inference_mode():
        model.eval()
        probe = make_batches(work, "mixed", padding, first)[0]
        check = F.cross_entropy(model(*probe.inputs()), probe.labels).item()
    batches = make_batches(work, order, padding, first)
    if work["kind"] != "predict":
        optimizer = make_optimizer(model, work, setting)
        return check, [lambda batch=batch: training_step(model, optimizer, batch, work["clip_norm"]) for batch in batches]
    predict = make_predictor(model, setting, batches)
    return check, [lambda batch=batch: predict(batch) for batch in batches]


def make_optimizer(model: nn.Module, work: dict[str, Any], setting: Setting) -> torch.optim.Optimizer:
    """AdamW over every parameter; vectors (biases, LayerNorm) have no weight decay, as is usual for this model."""
    model.train()
    matrices = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    vectors = [parameter for parameter in model.parameters() if parameter.dim() == 1]
    groups = [{"params": matrices, "weight_decay": work["weight_decay"]}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=work["learning_rate"], foreach=setting.foreach)


def training_step(model: nn.Module, optimizer: torch.optim.Optimizer, batch: Batch, clip_norm: float) -> float:
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(*batch.inputs()), batch.labels)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), clip_norm)
    optimizer.step()
    return loss.item()


def make_predictor(model: Tagger, setting: Setting, batches: list[Batch]) -> Callable[[Batch], Tensor]:
    """The most probable class of every word."""
    model.eval()
    if setting.graph == "frozen":
        return frozen_predictor(model, batches)
    layers = FastLayers(model) if setting.graph == "fastpath" else None

    @torch.inference_mode()
    def predict(batch: Batch) -> Tensor:
        if layers is None:
            return model(batch.ids, batch.positions, batch.bias, batch.rows).argmax(-1)
        x = layers(model.embeddings(batch.ids, batch.positions), None if batch.bias is None else batch.padding)
        return model.classifier(x.flatten(0, 1).index_select(0, batch.rows)).argmax(-1)

    return predict


def frozen_predictor(model: Tagger, batches: list[Batch]) -> Callable[[Batch], Tensor]:
    """TorchScript, frozen and optimised for inference: linear layers run in oneDNN."""
    def with_bias(batch: Batch) -> tuple[Tensor, ...]:
        bias = torch.zeros(batch.ids.shape)[:, None, None, :] if batch.bias is None else batch.bias
        return batch.ids, batch.positions, bias, batch.rows

    with torch.no_grad():
        graph = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(model, with_bias(batches[0]))))

    @torch.inference_mode()
    def predict(batch: Batch) -> Tensor:
        return graph(*with_bias(batch)).argmax(-1)

    return predict


class FastLayers(nn.Module):
    """PyTorch's own encoder layers, whose inference path is fused and skips padding (nested tensors); they share the model's weights."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        attention = model.layers[0].attention
        layer = nn.TransformerEncoderLayer(
            attention.heads * attention.head_width, attention.heads, model.layers[0].inner.out_features, activation="gelu",
            layer_norm_eps=model.layers[0].output_norm.eps, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, len(model.layers))
        for fast, plain in zip(self.encoder.layers, model.layers):
            fast.self_attn.in_proj_weight, fast.self_attn.in_proj_bias = plain.attention.qkv.weight, plain.attention.qkv.bias
            fast.self_attn.out_proj.weight, fast.self_attn.out_proj.bias = plain.attended.weight, plain.attended.bias
            fast.linear1, fast.linear2, fast.norm1, fast.norm2 = plain.inner, plain.outer, plain.attended_norm, plain.output_norm
        self.eval()

    def forward(self, x: Tensor, padding: Tensor | None) -> Tensor:
        return self.encoder(x, src_key_padding_mask=padding)


def golden_differences(folder: Path) -> dict[str, tuple[float, bool]]:
    """Largest difference from the golden tensors of a tiny encoder, and whether every element is within 1e-5 + 1e-4·|golden|."""
    golden = load_safetensors(folder / "golden.safetensors")
    shape = Shape.load(folder)
    ids, offsets, read = golden["ids"].tolist(), golden["offsets"].tolist(), golden["word_positions"].tolist()
    labels = dict(zip(read, golden["word_labels"].tolist()))
    spans = list(zip(offsets, offsets[1:]))
    sentences = [
        {"ids": ids[start:end], "rows": [row - start for row in read if start <= row < end], "labels": [labels[row] for row in read if start <= row < end]}
        for start, end in spans]
    batch = make_batch(sentences, shape.padding, shape.first)
    worst: dict[str, tuple[float, bool]] = {}

    def compare(name: str, ours: Tensor, theirs: Tensor) -> None:
        difference = (ours - theirs).abs()
        worst[name] = difference.max().item(), bool((difference <= 1e-5 + 1e-4 * theirs.abs()).all())

    for fused in (True, False):
        model = Tagger(shape, golden["head.bias"].numel(), 0, 0, fused)
        load_weights(model, folder)
        with torch.no_grad():
            model.classifier.weight.copy_(golden["head.weight"])
            model.classifier.bias.copy_(golden["head.bias"])
        states: list[Tensor] = []
        for module in (model.embeddings, *model.layers):
            module.register_forward_hook(lambda _module, _inputs, output: states.append(output))
        loss = F.cross_entropy(model(*batch.inputs()), batch.labels)
        loss.backward()
        kind = "one product for q, k, v" if fused else "three products for q, k, v"
        for index, state in enumerate(states):
            packed = torch.cat([state[row, :end - start] for row, (start, end) in enumerate(spans)])
            compare(f"{kind}, hidden.{index}", packed, golden[f"hidden.{index}"])
        compare(f"{kind}, loss", loss, golden["maner.loss"][0])
        compare(f"{kind}, gradient of the words", model.embeddings.words.weight.grad, golden["maner.grad.roberta.embeddings.word_embeddings.weight"])
        if fused:
            with torch.inference_mode():
                fast = FastLayers(model)(model.embeddings(batch.ids, batch.positions), batch.padding)
            packed = torch.cat([fast[row, :end - start] for row, (start, end) in enumerate(spans)])
            compare(f"nn.TransformerEncoder, hidden.{len(model.layers)}", packed, golden[f"hidden.{len(model.layers)}"])
    return worst


def load_safetensors(path: Path) -> dict[str, Tensor]:
    """A small file of F32 and I64 tensors."""
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    types = {"F32": torch.float32, "I64": torch.int64}
    tensors = {}
    for name, entry in json.loads(raw[8:start]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            tensors[name] = torch.frombuffer(bytearray(raw[start + begin:start + end]), dtype=types[entry["dtype"]]).reshape(entry["shape"])
    return tensors
