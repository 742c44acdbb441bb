"""Train a bundled model. Resumable: run the same command again and it goes on from its checkpoint.

    python tools/pretrain/train.py --model nano --run nano-1 --data .cache/pretrain --tokenizer FOLDER \\
        --stories 0.25 --style 0.75 --init public/models/nano-1-base --steps 3000 --out public/models/nano-1

`--prompts`, `--style` and `--stories` are shares of tokens: the style world's prompts alone (no end of text after them,
nothing is learnt about what follows), prompts with answers, stories; `--worlds` adds other worlds. The best weights by held-out loss are in --out
from the first evaluation on, as F16.
"""

import argparse
import csv
import math
import shutil
import time
from pathlib import Path

import numpy as np
import torch
from corpus import IGNORED, Batch, Documents, draw_batch, pack, read_documents
from llama import SHAPES, Llama, load_folder, save_folder
from tokenizers import Tokenizer
from torch.nn import functional

HELD_OUT_DOCUMENTS = 400
NEWLINE = 259


def loss_of(model: torch.nn.Module, batch: Batch) -> torch.Tensor:
    """Nats per predicted token. Matrix products in bfloat16 where autocast is on (two to three times as fast)."""
    return model(batch.ids, batch.mask, batch.positions, batch.targets)


class Objective(torch.nn.Module):
    """Cross-entropy; with `once`, flags [V], also `weight` times the unlikelihood of repeating such a token within an answer (arXiv 1908.04319)."""

    def __init__(self, llama: Llama, once: torch.Tensor | None = None, weight: float = 0.0):
        super().__init__()
        self.llama = llama
        self.once = once
        self.weight = weight

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, positions: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        logits = self.llama.logits(self.llama(ids, mask, positions)).float()
        loss = functional.cross_entropy(logits.view(-1, logits.shape[-1]), targets.view(-1), ignore_index=IGNORED)
        if self.once is None:
            return loss
        visible = mask[:, 0]  # [N, T, T]
        in_answer = (visible & (ids == NEWLINE)[:, None]).any(-1)  # the prompt ends in the document's first newline
        said = visible & (self.once[ids] & in_answer)[:, None]
        each = torch.softmax(logits, -1).gather(-1, ids[:, None].expand_as(said))  # of token t's prediction, for the token at j
        repeats = (each * said).sum(-1).clamp(max=1 - 1e-6)
        predicted = targets != IGNORED
        return loss - self.weight * (torch.log1p(-repeats) * predicted).sum() / predicted.sum()


def tokens_said_once(documents: Documents, vocabulary: int) -> torch.Tensor:
    """Flags [V] of tokens that many answers hold, and none twice."""
    answers, repeated = np.zeros(vocabulary, np.int64), np.zeros(vocabulary, np.int64)
    for index in range(len(documents)):
        document = documents[index]
        kinds, counts = np.unique(document[int(np.argmax(document == NEWLINE)) + 1 :], return_counts=True)
        answers[kinds] += 1
        repeated[kinds[counts > 1]] += 1
    return torch.from_numpy((answers >= len(documents) / 1000) & (repeated == 0))


def held_out_batches(documents: Documents, rows: int, width: int) -> list[Batch]:
    every, room, batches = [], rows * width * 0.8, []
    for index in range(len(documents)):
        every.append(documents[index])
        if sum(map(len, every)) > room or index == len(documents) - 1:
            batches.append(pack(every, rows, width))
            every = []
    return batches


@torch.no_grad()
def held_out_loss(model: torch.nn.Module, batches: list[Batch]) -> float:
    total = tokens = 0.0
    for batch in batches:
        count = int((batch.targets != IGNORED).sum())
        total += loss_of(model, batch).item() * count
        tokens += count
    return total / tokens


def learning_rate(step: int, steps: int, peak: float, warm_up: int, decay_steps: int) -> float:
    """Cosine over all steps; with `decay_steps`, constant and then linear over the last ones, so that a run can be cut short."""
    if step < warm_up:
        return peak * (step + 1) / warm_up
    if decay_steps > 0:
        return peak * max(0.02, min(1.0, (steps - step) / decay_steps))
    progress = (step - warm_up) / max(1, steps - warm_up)
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=list(SHAPES), required=True)
    parser.add_argument("--run", required=True, help="name of the log and the checkpoint")
    parser.add_argument("--data", type=Path, required=True, help="folder with style.jsonl, stories.jsonl and their held-out twins")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="folder to start from")
    parser.add_argument("--prompts", type=float, default=0.0)
    parser.add_argument("--style", type=float, default=0.0)
    parser.add_argument("--stories", type=float, default=0.0)
    parser.add_argument("--worlds", nargs="*", default=[], metavar="ID=SHARE", help="prompts with answers of other worlds")
    parser.add_argument("--once", type=float, default=0.0, help="weight of learning not to repeat what no answer of the (only) world says twice")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--rows", type=int, default=16)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--lr", type=float, default=3e-3)
    parser.add_argument("--warm-up", type=int, default=50)
    parser.add_argument("--decay-steps", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--float32", action="store_true", help="matrix products in float32: faster on a processor without bfloat16 instructions")
    parser.add_argument("--evaluate-every", type=int, default=200)
    parser.add_argument("--log", type=Path, default=Path(__file__).parent / "logs")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)

    shape = SHAPES[arguments.model]
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json"))
    kinds = {
        "prompts": ("style", ("prompt",), False, arguments.prompts),
        "style": ("style", ("prompt", "answer"), True, arguments.style),
        "stories": ("stories", ("text",), True, arguments.stories),
    }
    for world, share in (argument.split("=") for argument in arguments.worlds):
        kinds[world] = (world, ("prompt", "answer"), True, float(share))
    sources, shares, held_out = [], [], {}
    for kind, (name, fields, ends, share) in kinds.items():
        if share == 0:
            continue
        sources.append(read_documents(arguments.data / f"{name}.jsonl", fields, ends, tokenizer, shape.context))
        shares.append(share)
        rest = read_documents(arguments.data / f"{name}-held-out.jsonl", fields, ends, tokenizer, shape.context)
        held_out[kind] = held_out_batches(rest.part(0, min(HELD_OUT_DOCUMENTS, len(rest))), arguments.rows, arguments.width)

    llama = Llama(shape)
    llama.initialise(arguments.seed)
    if arguments.init:
        load_folder(llama, arguments.init)
    objective = Objective(llama)
    if arguments.once > 0:
        (source,) = sources
        objective = Objective(llama, tokens_said_once(source, tokenizer.get_vocab_size()), arguments.once)
    fast = torch.compile(objective, dynamic=False)
    matrices = [parameter for parameter in llama.parameters() if parameter.ndim == 2]
    gains = [parameter for parameter in llama.parameters() if parameter.ndim < 2]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.05}, {"params": gains, "weight_decay": 0.0}],
        **{"lr": arguments.lr, "betas": (0.9, 0.98), "eps": 1e-8, "fused": True},
    )

    checkpoint = arguments.data / f"{arguments.run}.pt"
    log = arguments.log / f"{arguments.run}.csv"
    log.parent.mkdir(exist_ok=True)
    step, best, elapsed, tokens = 0, float("inf"), 0.0, 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        llama.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        step, best, elapsed, tokens = state["step"], state["best"], state["elapsed"], state["tokens"]
        print(f"goes on from step {step}")
    else:
        with log.open("w") as file:
            csv.writer(file, lineterminator="\n").writerow(["step", "tokens", "seconds", "lr", "train_loss", *(f"held_out_{kind}" for kind in held_out), "kept"])
    print(f"{sum(p.numel() for p in llama.parameters())} parameters, {sum(len(s) for s in sources)} documents, {len(held_out)} kinds held out", flush=True)

    began, running, seen = time.monotonic(), 0.0, 0
    while step < arguments.steps:
        batch = draw_batch(sources, shares, arguments.rows, arguments.width, arguments.seed, step)
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, arguments.steps, arguments.lr, arguments.warm_up, arguments.decay_steps)
        with torch.autocast("cpu", torch.bfloat16, enabled=not arguments.float32):
            loss = loss_of(fast, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(llama.parameters(), 1.0)
        optimiser.step()
        step += 1
        tokens += int((batch.targets != IGNORED).sum())
        running += loss.item()
        seen += 1
        if step % 50 == 0:
            print(f"step {step} loss {running / seen:.4f} tokens {tokens} seconds {elapsed + time.monotonic() - began:.0f}", flush=True)
        if step % arguments.evaluate_every == 0 or step == arguments.steps:
            losses = {kind: held_out_loss(fast, batches) for kind, batches in held_out.items()}
            seconds = elapsed + time.monotonic() - began
            score = sum(share * loss for share, loss in zip(shares, losses.values()))
            with log.open("a") as file:
                row = [step, tokens, round(seconds), f"{optimiser.param_groups[0]['lr']:.2e}", f"{running / seen:.4f}"]
                csv.writer(file, lineterminator="\n").writerow([*row, *(f"{loss:.4f}" for loss in losses.values()), int(score < best)])
            print("held out", losses, flush=True)
            if score < best:
                best = score
                save_folder(llama, arguments.out)
                for name in ("tokenizer.json", "tokenizer_config.json"):
                    if (arguments.tokenizer / name).resolve() != (arguments.out / name).resolve():
                        shutil.copy(arguments.tokenizer / name, arguments.out / name)
            state = {"model": llama.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "best": best}
            temporary = checkpoint.with_suffix(".part")
            torch.save({**state, "elapsed": seconds, "tokens": tokens}, temporary)
            temporary.replace(checkpoint)
            running, seen = 0.0, 0


if __name__ == "__main__":
    main()
