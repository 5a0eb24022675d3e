"""Train the demo model from nothing: text, tokenizer, weights, GGUF file.

    python train.py --seed 7 --out demo.gguf

Only the assistant's answers are learnt; prompts are read but not predicted. Matrices inside the
layers are trained with Muon, which needs about half the steps of AdamW here; the embedding and
the norms with AdamW. Windows are 512 tokens for most of the run and 2048, the model's full
context, for the last part, so that long stories hold together.
"""
import argparse
import random
import time
from pathlib import Path

import torch

import export_gguf
import tokenizer as tok
from model import Config, Llama
from prompts import conversation, raw_text

IGNORE = -100            # target of a position that is not learnt
TOKENS_PER_STEP = 4096
RAW_SHARE = 0.03         # documents without chat marks


def document(t: tok.Tokenizer, rng: random.Random) -> list:
    """One training text as [(token id, learn it?), ...], in ChatML with BOS in front."""
    out = [(tok.BOS, False)]
    if rng.random() < RAW_SHARE:
        return out + [(i, True) for i in t.encode(raw_text(rng))] + [(tok.END, True)]
    for role, text in conversation(rng):
        learn = role == "assistant"
        out += [(tok.START, False)] + [(i, False) for i in t.encode(role + "\n")]
        out += [(i, learn) for i in t.encode(text)] + [(tok.END, learn)]
        out += [(i, False) for i in t.encode("\n")]
    return out


def batch(t: tok.Tokenizer, rng: random.Random, window: int):
    """ids and targets, both (TOKENS_PER_STEP / window, window).

    Each window starts with a fresh document, as a request does; the last one in it is cut.
    """
    ids, targets = [], []
    for _ in range(TOKENS_PER_STEP // window):
        row = []
        while len(row) <= window:
            row += document(t, rng)
        row = row[:window + 1]
        ids.append([i for i, _ in row[:-1]])
        targets.append([i if learn else IGNORE for i, learn in row[1:]])
    return torch.tensor(ids), torch.tensor(targets)


def rate(step: int, steps: int) -> float:
    """Share of the full learning rate: a short rise, a plateau, a straight fall to zero."""
    return min(1.0, (step + 1) / 40, (steps - step) / (0.6 * steps))


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("--seed", type=int, default=7)
    args.add_argument("--steps", type=int, default=2600, help="of %d tokens each" % TOKENS_PER_STEP)
    args.add_argument("--long", type=float, default=0.25, help="last part of the run with 2048-token windows")
    args.add_argument("--lr", type=float, default=3e-3)
    args.add_argument("--threads", type=int, default=2)
    args.add_argument("--out", type=Path, default=Path("demo.gguf"))
    args.add_argument("--save-every", type=int, default=0, help="also write the file every so many steps")
    args = args.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)

    cfg = Config()
    t = tok.train((text for _ in range(20000) for _, text in conversation(rng)), cfg.vocab)
    model = Llama(cfg)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {len(t)} tokens", flush=True)

    matrices = [p for p in model.blocks.parameters() if p.dim() == 2]
    others = [p for p in model.parameters() if not any(p is m for m in matrices)]
    optimizers = [torch.optim.Muon(matrices, lr=args.lr, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
                  torch.optim.AdamW(others, lr=args.lr, betas=(0.9, 0.98), weight_decay=0.0)]
    began, mean = time.time(), None
    for step in range(args.steps):
        for o in optimizers:
            for group in o.param_groups:
                group["lr"] = args.lr * rate(step, args.steps)
        window = cfg.context if step >= args.steps * (1 - args.long) else cfg.context // 4
        ids, targets = batch(t, rng, window)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = model.loss(ids, targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in optimizers:
            o.step()
            o.zero_grad(set_to_none=True)
        mean = loss.item() if mean is None else 0.95 * mean + 0.05 * loss.item()
        if step % 20 == 0 or step == args.steps - 1:
            print(f"step {step:5d}  loss {mean:.4f} nats/token  {time.time() - began:6.0f} s", flush=True)
        if args.save_every and step % args.save_every == args.save_every - 1:
            export_gguf.write(args.out, model, t)
    export_gguf.write(args.out, model, t)
    print(f"wrote {args.out}: {args.out.stat().st_size:,} bytes, {time.time() - began:.0f} s of training")


if __name__ == "__main__":
    main()
