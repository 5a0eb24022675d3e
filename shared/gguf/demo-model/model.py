"""The network: a small decoder-only transformer of the llama family.

It is written to match what llama.cpp computes for `general.architecture = llama`,
so that the weights can be exported as they are:

* RMSNorm before each block, no biases anywhere,
* rotary positions on interleaved pairs (2i, 2i+1) of each head, llama.cpp's "NORM" rope,
* a SwiGLU feed-forward,
* the output matrix is the embedding matrix (llama.cpp does the same if the file has no
  `output.weight`), which saves vocab x dim weights.

Shape letters: B = sequences, T = positions (tokens), D = dim, H = heads, K = D / H.
"""
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class Config:
    """Sizes. Q8_0 stores rows in blocks of 32, so dim and hidden must be multiples of 32."""

    vocab: int = 2304
    dim: int = 192
    layers: int = 4
    heads: int = 6
    hidden: int = 512
    context: int = 2048      # longest sequence, in tokens
    rope_base: float = 10000.0
    norm_eps: float = 1e-5


class RMSNorm(nn.Module):
    def __init__(self, dim: int, eps: float):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), self.eps)


def rope_table(cfg: Config):
    """cos and sin of every position's rotation angles, each (context, K/2)."""
    k = cfg.dim // cfg.heads
    freq = cfg.rope_base ** (-torch.arange(0, k, 2).float() / k)
    angle = torch.arange(cfg.context).float()[:, None] * freq[None, :]
    return angle.cos(), angle.sin()


def rotate(x, cos, sin):
    """Rotate the pairs of x (B, H, T, K) by its positions' angles."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


class Block(nn.Module):
    """One layer: attention, then feed-forward, each added to the stream."""

    def __init__(self, cfg: Config):
        super().__init__()
        self.heads = cfg.heads
        self.attn_norm = RMSNorm(cfg.dim, cfg.norm_eps)
        self.q = nn.Linear(cfg.dim, cfg.dim, bias=False)
        self.k = nn.Linear(cfg.dim, cfg.dim, bias=False)
        self.v = nn.Linear(cfg.dim, cfg.dim, bias=False)
        self.o = nn.Linear(cfg.dim, cfg.dim, bias=False)
        self.ffn_norm = RMSNorm(cfg.dim, cfg.norm_eps)
        self.gate = nn.Linear(cfg.dim, cfg.hidden, bias=False)
        self.up = nn.Linear(cfg.dim, cfg.hidden, bias=False)
        self.down = nn.Linear(cfg.hidden, cfg.dim, bias=False)

    def forward(self, x, cos, sin):
        B, T, D = x.shape
        h = self.attn_norm(x)
        q, k, v = (w(h).view(B, T, self.heads, -1).transpose(1, 2) for w in (self.q, self.k, self.v))
        a = F.scaled_dot_product_attention(rotate(q, cos, sin), rotate(k, cos, sin), v, is_causal=True)
        x = x + self.o(a.transpose(1, 2).reshape(B, T, D))
        h = self.ffn_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Llama(nn.Module):
    def __init__(self, cfg: Config):
        super().__init__()
        self.cfg = cfg
        self.embed = nn.Embedding(cfg.vocab, cfg.dim)
        self.blocks = nn.ModuleList(Block(cfg) for _ in range(cfg.layers))
        self.norm = RMSNorm(cfg.dim, cfg.norm_eps)
        cos, sin = rope_table(cfg)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for p in self.parameters():
            if p.dim() == 2:
                nn.init.normal_(p, std=0.02)
        for b in self.blocks:                     # keep the residual stream's variance in check
            for w in (b.o, b.down):
                nn.init.normal_(w.weight, std=0.02 / (2 * cfg.layers) ** 0.5)

    def features(self, ids):
        """ids (B, T) -> normalised stream (B, T, D), before the output matrix."""
        x = self.embed(ids)
        dtype = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else x.dtype
        x = x.to(dtype)
        cos, sin = (t[: ids.shape[1]].to(dtype) for t in (self.cos, self.sin))
        for block in self.blocks:
            x = block(x, cos, sin)
        return self.norm(x)

    def loss(self, ids, targets):
        """Mean cross-entropy in nats per token; targets (B, T) are -100 where not to be learnt.

        Every position goes through the output matrix, learnt or not: selecting rows would give
        each step another matrix size, and the CPU kernels are compiled anew for each size.
        """
        return F.cross_entropy(self(ids).float().flatten(0, 1), targets.flatten())

    def forward(self, ids):
        """ids (B, T) -> logits (B, T, vocab)."""
        return F.linear(self.features(ids), self.embed.weight)
