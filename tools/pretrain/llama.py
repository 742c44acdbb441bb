"""The bundled models' architecture: a small Llama with tied head. Parameters carry the Hub's names."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    intermediate: int
    vocabulary: int = 1024
    context: int = 256
    theta: float = 10_000.0
    eps: float = 1e-5

    @property
    def head_size(self) -> int:
        return self.hidden // self.heads


SHAPES = {
    "nano": Shape(hidden=96, layers=3, heads=3, kv_heads=1, intermediate=192),
    "nano-deep": Shape(hidden=96, layers=5, heads=3, kv_heads=1, intermediate=192),
    "small": Shape(hidden=192, layers=5, heads=6, kv_heads=2, intermediate=512),
}


class Norm(nn.Module):
    def __init__(self, width: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.eps) * self.weight


class Attention(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        width = shape.kv_heads * shape.head_size
        self.q_proj = nn.Linear(shape.hidden, shape.hidden, bias=False)
        self.k_proj = nn.Linear(shape.hidden, width, bias=False)
        self.v_proj = nn.Linear(shape.hidden, width, bias=False)
        self.o_proj = nn.Linear(shape.hidden, shape.hidden, bias=False)

    def forward(self, x: Tensor, mask: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        n, t, c = x.shape
        size = self.shape.head_size
        q = rotate(self.q_proj(x).view(n, t, -1, size).transpose(1, 2), cos, sin)  # [N, H, T, D]
        k = rotate(self.k_proj(x).view(n, t, -1, size).transpose(1, 2), cos, sin)  # [N, Hkv, T, D]
        v = self.v_proj(x).view(n, t, -1, size).transpose(1, 2)
        group = self.shape.heads // self.shape.kv_heads
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.o_proj(mixed.transpose(1, 2).reshape(n, t, c))


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Half-split convention."""
    first, second = x.chunk(2, -1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1)


class Mlp(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.gate_proj = nn.Linear(shape.hidden, shape.intermediate, bias=False)
        self.up_proj = nn.Linear(shape.hidden, shape.intermediate, bias=False)
        self.down_proj = nn.Linear(shape.intermediate, shape.hidden, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(functional.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.input_layernorm = Norm(shape.hidden, shape.eps)
        self.self_attn = Attention(shape)
        self.post_attention_layernorm = Norm(shape.hidden, shape.eps)
        self.mlp = Mlp(shape)

    def forward(self, x: Tensor, mask: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        x = x + self.self_attn(self.input_layernorm(x), mask, cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))


class Decoder(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.hidden)
        self.layers = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.hidden, shape.eps)


class Llama(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.model = Decoder(shape)
        half = shape.head_size // 2
        angles = torch.arange(shape.context)[:, None] * shape.theta ** (-torch.arange(half) / half)
        self.register_buffer("cos", angles.cos().float(), persistent=False)  # [context, D/2]
        self.register_buffer("sin", angles.sin().float(), persistent=False)

    def initialise(self, seed: int) -> None:
        draw = torch.Generator().manual_seed(seed)
        for name, parameter in self.named_parameters():
            if parameter.ndim < 2:
                continue
            deviation = 0.05 if "embed" in name else parameter.shape[1] ** -0.5
            if name.endswith(("o_proj.weight", "down_proj.weight")):
                deviation /= math.sqrt(2 * self.shape.layers)
            nn.init.normal_(parameter, std=deviation, generator=draw)

    def forward(self, ids: Tensor, mask: Tensor, positions: Tensor) -> Tensor:
        """ids, positions [N, T]; mask [N, 1, T, T], true where a query may look. Returns hidden states [N, T, C]."""
        x = self.model.embed_tokens(ids)
        cos, sin = self.cos[positions][:, None], self.sin[positions][:, None]  # [N, 1, T, D/2]
        for block in self.model.layers:
            x = block(x, mask, cos, sin)
        return self.model.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        return functional.linear(hidden, self.model.embed_tokens.weight)


def hub_config(shape: Shape) -> dict:
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.intermediate,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "head_dim": shape.head_size,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.context,
        "rms_norm_eps": shape.eps,
        "rope_theta": shape.theta,
        "rope_scaling": None,
        "hidden_act": "silu",
        "attention_bias": False,
        "attention_dropout": 0.0,
        "mlp_bias": False,
        "tie_word_embeddings": True,
        "bos_token_id": 1,
        "eos_token_id": 2,
        "torch_dtype": "float16",
    }


def save_folder(model: Llama, folder: Path) -> None:
    """Weights as F16, config and generation config, in the Hub's layout. The tokenizer's files are copied by the caller."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.detach().half().contiguous() for name, tensor in model.state_dict().items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps(hub_config(model.shape), indent=2) + "\n")
    generation = {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0, "do_sample": True, "temperature": 1.0, "max_new_tokens": 96}
    (folder / "generation_config.json").write_text(json.dumps(generation, indent=2) + "\n")


def load_folder(model: Llama, folder: Path) -> None:
    """Layers that the folder lacks begin as the identity: what they add to the stream is multiplied by zero."""
    tensors = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    for name, parameter in model.named_parameters():
        if name in tensors:
            continue
        if not name.startswith("model.layers."):
            raise KeyError(f"{folder} has no {name}")
        tensors[name] = torch.zeros_like(parameter) if name.endswith(("o_proj.weight", "down_proj.weight")) else parameter.detach()
    model.load_state_dict(tensors)
