"""Held-out loss of a bundled model's own F16 file, in float32 arithmetic: nats per predicted token over 1,000 texts a kind.

    python tools/pretrain/heldOut.py --model public/models/nano-1 --data .cache/pretrain --kinds style stories --out logs/nano-1.loss.json

`--sharpen S` first multiplies the final norm's gain by S and writes the folder again: all logits grow by S, which is
sampling at temperature 1/S. train.py's logs do not know of it; the numbers written here do.
"""

import argparse
import json
from pathlib import Path

import torch
from corpus import read_documents
from llama import Llama, Shape, load_folder, save_folder
from tokenizers import Tokenizer
from train import Objective, held_out_batches, held_out_loss

KINDS = {
    "prompts": ("style-held-out.jsonl", ("prompt",), False),
    "stories": ("stories-held-out.jsonl", ("text",), True),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kinds", nargs="+", required=True, help="prompts, stories, or worlds by id")
    parser.add_argument("--sharpen", type=float, default=1.0)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = json.loads((arguments.model / "config.json").read_text())
    names = ("hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "intermediate_size")
    llama = Llama(Shape(*(config[name] for name in names)))
    load_folder(llama, arguments.model)
    if arguments.sharpen != 1.0:
        with torch.no_grad():
            llama.model.norm.weight.mul_(arguments.sharpen)
        save_folder(llama, arguments.model)
        load_folder(llama, arguments.model)
    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    losses = {}
    for kind in arguments.kinds:
        name, fields, ends = KINDS.get(kind, (f"{kind}-held-out.jsonl", ("prompt", "answer"), True))
        documents = read_documents(arguments.data / name, fields, ends, tokenizer, llama.shape.context)
        losses[kind] = round(held_out_loss(Objective(llama), held_out_batches(documents, 16, 256)), 4)
    print(losses)
    arguments.out.write_text(json.dumps({"loss": losses, "sharpened": arguments.sharpen}, indent=2) + "\n")


if __name__ == "__main__":
    main()
