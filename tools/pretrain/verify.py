"""Check a bundled model's folder as the Hub's users open it: transformers' logits against llama.py's, and the tokenizer.

python tools/pretrain/verify.py public/models/nano-1
"""

import json
import sys
from pathlib import Path

import torch
from llama import Llama, Shape, load_folder
from transformers import AutoModelForCausalLM, AutoTokenizer


def main() -> None:
    folder = Path(sys.argv[1])
    config = json.loads((folder / "config.json").read_text())
    names = ("hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "intermediate_size")
    own = Llama(Shape(*(config[name] for name in names))).eval()
    load_folder(own, folder)
    theirs = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = torch.tensor([tokenizer("Once upon a time, there was a small dog.\n7+5*3=")["input_ids"]])
    assert ids[0, 0] == tokenizer.bos_token_id == 1 and tokenizer.eos_token_id == 2
    size = ids.shape[1]
    mask = torch.ones(1, 1, size, size, dtype=torch.bool).tril()
    with torch.no_grad():
        mine = own.logits(own(ids, mask, torch.arange(size)[None]))
        difference = (mine - theirs(ids).logits).abs().max().item()
    fixture = [json.loads(line) for line in (Path(__file__).parent / "tokenizer.fixture.jsonl").read_text().splitlines()]
    wrong = [row for row in fixture if tokenizer(row["text"], add_special_tokens=False)["input_ids"] != row["ids"]]
    lost = [row for row in fixture if tokenizer.decode(row["ids"]) != row["text"] and "<unk>" not in row["text"]]
    print(f"largest logit difference {difference:.2e}; {len(fixture)} texts: {len(wrong)} with other ids, {len(lost)} lost in the round trip")
    assert difference < 1e-4 and not wrong and not lost


if __name__ == "__main__":
    main()
