"""Holds the exported training scripts to the installed TRL.

    python tools/trl/check.py [--compare ID,ID… | --compare all] [--steps N] [--keep FOLDER] [--numbers-only]

1. Every objective with its defaults: the exported train.py builds TRL's own config class; where the trainer draws
   answers, for which there is no train.py, its config class takes the objective's arguments.
2. Some of them (--compare; default sigmoid,simpo; with other settings as ID&NAME=VALUE&…) train a few steps from the exported folder, and this project's
   engine does the same from the same link: loss, rewards and log-probs of every step and evaluation are compared.

Leaves with 1 where an argument is refused or a number differs by more than TOLERANCE (a gradient norm beyond 1 by that
share of it). Writes nothing into the repository.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

ROOT = Path(__file__).resolve().parents[2]
TOLERANCE = 1e-3
# Small batches, no warm-up, so that a few steps move the policy.
SETTINGS = (
    "&warmup_steps=0&learning_rate=0.0005&per_device_train_batch_size=8&gradient_accumulation_steps=2"
    "&eval_pairs=16&eval_prompts=0"
)
METRICS = (
    "loss",
    "grad_norm",
    "rewards/chosen",
    "rewards/rejected",
    "rewards/margins",
    "rewards/accuracies",
    "logps/chosen",
    "logps/rejected",
)
# What the two log under one name and mean differently; each is stated in the exported train.py.
LOGPS = {"logps/chosen", "logps/rejected"}
NOT_COMPARABLE = {
    "simpo": LOGPS,  # averaged over tokens in TRL
    "alphapo": LOGPS,  # averaged over tokens in TRL
    "cpo&loss_type=2": LOGPS,  # averaged over tokens in TRL
    "tpo_triple&loss_type=2": LOGPS,  # averaged over tokens in TRL
    "tpo_triple&loss_type=3": LOGPS,  # averaged over tokens in TRL
    "orpo": LOGPS,  # averaged over tokens in TRL
    "ld_dpo": LOGPS,  # re-weighted in TRL
    # TRL loads no reference, and logs log-probs as rewards.
    "reference_free": {f"rewards/{name}" for name in ("chosen", "rejected", "margins", "accuracies")},
}
# KTO's anchor is estimated on other mismatched rows: only what comes before the first update is the same.
FIRST_STEP_ONLY = {"kto"}


def run(*command):
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return result.stdout


def export(folders):
    """From a link to a folder each."""
    if folders:
        run("npx", "tsx", "tools/trl/exportTrl.ts", *(part for pair in folders.items() for part in pair))


def load(folder, name):
    spec = importlib.util.spec_from_file_location(name, folder / "train.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_arguments(methods, folder):
    failures = []
    # Of a short run: what a folder takes longest to say is how its rows are tokenized.
    short = "&warmup_steps=0&max_steps=2"
    export({method["link"] + short: folder / method["id"] for method in methods if "trainer" in method})
    for method in methods:
        if method.get("kind") == "draws_answers":
            failures += check_sampling(method, folder)
            continue
        if "trainer" not in method:
            print(f"  {method['id']}: no script ({method['reason']})")
            continue
        try:
            for processes in (1, 4):
                load(folder / method["id"], f"train_{method['id']}").configuration(processes)
            print(f"  {method['id']}: {method['trainer']} takes every argument")
        except Exception as error:
            failures.append(f"{method['id']}: {method['trainer']} refuses: {error}")
            print(f"  {failures[-1]}")
    return failures


def check_sampling(method, folder):
    name = f"{method['id']}: {method['config']}"
    try:
        module = importlib.import_module(method["module"])
        getattr(module, method["reason"])
        getattr(module, method["config"])(output_dir=str(folder / method["id"]), bf16=False, **method["arguments"])
    except Exception as error:
        print(f"  {name} refuses: {error}")
        return [f"{name} refuses: {error}"]
    print(f"  {name} takes every argument; no script ({method['reason']} draws answers)")
    return []


def trained(folder):
    """What TRL logged: by kind and step."""
    command = [sys.executable, "-W", "ignore", str(folder / "train.py")]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        sys.exit(f"{folder}/train.py failed:\n{result.stdout[-3000:]}")
    logged = {}
    for line in (folder / "output" / "metrics.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        kind = "eval" if "eval_loss" in record else "train" if "loss" in record else None
        if kind is not None:
            logged[kind, record["step"]] = record
    return logged


def compare(method, ours, logged):
    """Largest difference by metric, over all steps and evaluations; of a gradient norm beyond 1 as a share of it."""
    largest = {}
    method_id = method.partition("&")[0]
    excluded = {name for key, names in NOT_COMPARABLE.items() if f"{method}&".startswith(f"{key}&") for name in names}
    for kind, records in (("train", ours["steps"]), ("eval", ours["evaluations"])):
        for record in records:
            if method_id in FIRST_STEP_ONLY and (record["step"] > 1 or (kind == "eval" and record["step"] > 0)):
                continue
            theirs = logged.get((kind, record["step"]))
            if theirs is None:
                sys.exit(f"{method}: TRL logged no {kind} record of step {record['step']}")
            for metric in METRICS:
                name = metric if kind == "train" else f"eval_{metric}"
                if metric in excluded or name not in record["values"] or name not in theirs:
                    continue
                difference = abs(record["values"][name]["value"] - theirs[name])
                if metric == "grad_norm":  # up to some hundreds, of which float32 keeps seven digits
                    difference /= max(1.0, theirs[name])
                largest[name] = max(largest.get(name, 0.0), difference)
    return largest


def check_numbers(methods, wanted, steps, folder):
    known = {method["id"]: method["link"] for method in methods if "trainer" in method}
    links = {}
    for name in wanted:
        method, _, settings = name.partition("&")
        if method in known:
            more = f"&{settings}" if settings else ""
            links[name] = f"{known[method]}&max_steps={steps}&eval_steps={steps}{SETTINGS}{more}"
    lines = run("npx", "tsx", "tools/trl/ourSteps.ts", *links.values()).splitlines()
    targets = {name: folder / f"run-{name}" for name in links}
    export({link: targets[name] for name, link in links.items()})
    failures = []
    for method, line in zip(links, lines, strict=True):
        largest = compare(method, json.loads(line), trained(targets[method]))
        worst = max(largest, key=lambda name: largest[name])
        print(f"  {method}: {len(largest)} metrics over {steps} steps, largest differences:")
        print("    " + ", ".join(f"{name} {value:.1e}" for name, value in sorted(largest.items())))
        if not largest[worst] <= TOLERANCE:
            failures.append(f"{method}: {worst} differs by {largest[worst]:.2e}")
            print(f"    FAILED: more than {TOLERANCE}")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", default="sigmoid,simpo", help="objectives whose numbers are compared, or 'all'")
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--numbers-only", action="store_true", help="leave out the check of the arguments")
    parser.add_argument("--keep", type=Path, help="write the exported folders here instead of a temporary folder")
    options = parser.parse_args()

    import accelerate
    import datasets
    import torch
    import transformers
    import trl

    for package in (torch, transformers, trl, accelerate, datasets):
        print(f"{package.__name__} {package.__version__}")
    methods = [json.loads(line) for line in run("npx", "tsx", "tools/trl/exportTrl.ts", "--methods").splitlines()]
    wanted = [method["id"] for method in methods] if options.compare == "all" else options.compare.split(",")
    unknown = {name.partition("&")[0] for name in wanted} - {method["id"] for method in methods}
    if unknown:
        sys.exit(f"no such objective: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        failures = []
        if not options.numbers_only:
            print("Arguments")
            failures = check_arguments(methods, folder)
        print("Numbers")
        failures += check_numbers(methods, wanted, options.steps, folder)
    print(f"{len(failures)} failures" if failures else "All agree.")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
