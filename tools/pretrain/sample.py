"""Sample answers (or stories) from a bundled model, opened with transformers as anyone would.

    python tools/pretrain/sample.py --model public/models/nano-1 --prompts HELD_OUT.jsonl --n 500 --temperature 1.0 --out FILE

Without --prompts it writes stories from the bare <s>. One {"prompt", "answer", "ended", "tokens"} a line; `ended` says
whether the model closed the answer with </s>.
"""

import argparse
import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--prompts", type=Path)
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--new-tokens", type=int, default=128)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    model = AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    if arguments.prompts:
        with arguments.prompts.open() as lines:
            prompts = [json.loads(line)["prompt"] for line in lines][: arguments.n]
    else:
        prompts = [""] * arguments.n

    rows = []
    groups: dict[int, list[tuple[str, list[int]]]] = {}
    for prompt in prompts:
        ids = tokenizer(prompt)["input_ids"]  # the template puts <s> in front
        groups.setdefault(len(ids), []).append((prompt, ids))
    for group in groups.values():  # prompts of one length together: no padding
        for first in range(0, len(group), 128):
            part = group[first : first + 128]
            ids = torch.tensor([ids for _, ids in part])
            limit = min(arguments.new_tokens, model.config.max_position_embeddings - ids.shape[1])
            output = model.generate(ids, do_sample=True, temperature=arguments.temperature, top_k=0, top_p=1.0, max_new_tokens=limit)
            for (prompt, _), row in zip(part, output[:, ids.shape[1] :].tolist()):
                ended = tokenizer.eos_token_id in row
                answer = row[: row.index(tokenizer.eos_token_id)] if ended else row
                text = tokenizer.decode(answer, skip_special_tokens=False)
                rows.append({"prompt": prompt, "answer": text, "ended": ended, "tokens": len(answer)})
    arguments.out.write_text("".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
