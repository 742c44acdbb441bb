"""Train the bundled models' tokenizer: byte-fallback BPE of exactly 1,024 tokens, SentencePiece/Llama style.

    python tools/pretrain/tokenizer.py --style STYLE.jsonl --stories STORIES.jsonl --worlds WORLDS.jsonl --out FOLDER

Ids: 0 <unk>, 1 <s>, 2 </s>, 3..258 the bytes <0x00>..<0xFF>, 259 newline, 260 the space mark, 261..354 printable ASCII,
then the merges in the order they were learnt.

Spaces: a space becomes the mark U+2581 and belongs to the word after it. Nothing is put before a text (no dummy prefix),
so a text that starts without a space starts with a token without the mark. Newline, digits, operators and punctuation
are in no merge (one exception: the mark and a double quote), therefore
    ids(a + b) == ids(a) + ids(b)    whenever a ends with a newline.
The template puts <s> before a single text, as for every Llama; encode with add_special_tokens=False to get bare ids.
The text U+2581 itself decodes to a space; every other text survives the round trip.
"""

import argparse
import json
import random
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

SIZE = 1024
MARK = "\u2581"
# A word with its space mark; an opening quote with its mark; else one character at a time.
UNIT = f'{MARK}?[A-Za-z]+|{MARK}"|.|\\n'


def read_texts(path: Path, fields: tuple[str, ...], limit: int) -> list[str]:
    texts = []
    with path.open() as lines:
        for line in lines:
            row = json.loads(line)
            texts.append("".join(row[field] for field in fields))
            if len(texts) == limit:
                break
    return texts


def train(texts: list[str]) -> Tokenizer:
    alphabet = ["\n", MARK] + [chr(code) for code in range(33, 127)]
    merges_wanted = SIZE - 3 - 256 - len(alphabet)
    learner = Tokenizer(models.BPE())
    learner.normalizer = normalizers.Replace(" ", MARK)
    learner.pre_tokenizer = pre_tokenizers.Split(Regex(UNIT), "isolated")
    learner.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=len(alphabet) + merges_wanted, initial_alphabet=alphabet, limit_alphabet=len(alphabet), show_progress=False
        ),
    )
    learnt = json.loads(learner.to_str())["model"]
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)] + alphabet
    merges = [pair if isinstance(pair, list) else pair.split(" ") for pair in learnt["merges"]]
    for left, right in merges:
        if left + right not in tokens:
            tokens.append(left + right)
    if len(tokens) != SIZE:
        raise SystemExit(f"{len(tokens)} tokens, wanted {SIZE}: the corpus has too few distinct pairs")
    return Tokenizer.from_str(json.dumps(tokenizer_json(tokens, merges)))


def tokenizer_json(tokens: list[str], merges: list[list[str]]) -> dict:
    special = [
        dict(id=i, content=tokens[i], single_word=False, lstrip=False, rstrip=False, normalized=False, special=True) for i in range(3)
    ]
    bos = {"SpecialToken": {"id": "<s>", "type_id": 0}}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": MARK},
        "pre_tokenizer": None,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [bos, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [bos, {"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}},
        },
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": MARK}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
            ],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "<unk>",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "ignore_merges": False,
            "vocab": {token: i for i, token in enumerate(tokens)},
            "merges": merges,
        },
    }


CONFIG = {
    "add_bos_token": True,
    "add_eos_token": False,
    "bos_token": "<s>",
    "eos_token": "</s>",
    "pad_token": "<unk>",
    "unk_token": "<unk>",
    "clean_up_tokenization_spaces": False,
    "model_max_length": 256,
    # Reads tokenizer.json as it stands, in transformers 4 and 5; the Llama class would rebuild it with a dummy prefix.
    "tokenizer_class": "PreTrainedTokenizerFast",
}


def fixture(tokenizer: Tokenizer, texts: list[str]) -> list[dict]:
    return [{"text": text, "ids": tokenizer.encode(text, add_special_tokens=False).ids} for text in texts]


AWKWARD = [
    "\n", " ", "  ", " \n ", "a", " a", "7+5*3=\n5*3=15;7+15=22;#22", "<calc>37*48</calc>", "1234567890", "caf\u00e9 na\u00efve \u2014 \u201cquoted\u201d",
    "\u65e5\u672c\u8a9e \ud55c\uad6d\uc5b4 \u0440\u0443\u0441\u0441\u043a\u0438\u0439", "\U0001f600\U0001f469\u200d\U0001f680", "tab\there", "\r\n", "a\u0000b", "don't  stop", "x := y / 3 -> ~z", "<unk> tags <b>",
    "\u0301combining e\u0301", "\u00a0nbsp", "MiXeD CaSe WORDS", "snake_case|pipe{brace}[bracket]\\slash`tick^caret",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("style", "stories", "worlds", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--fixture", type=Path, help="write texts and their ids here, for the JavaScript side's test")
    arguments = parser.parse_args()
    style = read_texts(arguments.style, ("prompt", "answer"), 60_000)
    stories = read_texts(arguments.stories, ("text",), 10_000)
    worlds = read_texts(arguments.worlds, ("text",), 6_000)
    tokenizer = train(style + stories + worlds)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "tokenizer.json").write_text(tokenizer.to_str(pretty=True))
    (arguments.out / "tokenizer_config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")

    for name, texts in (("style", style), ("stories", stories), ("worlds", worlds)):
        encoded = tokenizer.encode_batch(texts[:5000], add_special_tokens=False)
        tokens = sum(len(item.ids) for item in encoded)
        words = sum(len(text.split()) for text in texts[:5000])
        wrong = sum(tokenizer.decode(item.ids, skip_special_tokens=False) != text for item, text in zip(encoded, texts))
        longest = max(len(item.ids) for item in encoded)
        print(f"{name}: {tokens / words:.3f} tokens a word, {tokens / len(encoded):.1f} a text, longest {longest}, {wrong} round trips failed")
    if arguments.fixture:
        draw = random.Random(1)
        chosen = AWKWARD + draw.sample(style, 120) + draw.sample(stories, 20) + draw.sample(worlds, 140)
        arguments.fixture.write_text("".join(json.dumps(row) + "\n" for row in fixture(tokenizer, chosen)))


if __name__ == "__main__":
    main()
