import type { Experiment } from '../experiment/schema.ts';
import type { TrlValue } from '../methods/types.ts';
import { pythonComment } from './pythonComment.ts';
import { pythonLiteral } from './pythonLiteral.ts';
import type { TrlTarget } from './trlTarget.ts';

export interface ScriptParts {
  readonly experiment: Experiment;
  readonly target: TrlTarget;
  /** The method's name as the page shows it. */
  readonly label: string;
  /** Which log-prob of an answer it works on. */
  readonly reduction: 'sum' | 'mean';
  /** The experiment as an address that can be opened. */
  readonly link: string;
  /** Tokens a sequence may have: the experiment's, or the model's context where that is less. */
  readonly maxLength: number;
  /** Held-out pairs that are scored: the experiment's, or all where there are fewer. */
  readonly evalPairs: number;
}

/** Held-out pairs that go through the model at once. */
const EVAL_BATCH_MAX = 32;

/**
 * train.py: one file that repeats the experiment with TRL, on one process or many (`accelerate launch`). Every text from
 * outside stands in it as a Python literal or as words of a comment.
 *
 * @throws RangeError where a setting is not finite
 */
export function trainScript(parts: ScriptParts): string {
  const { target, link } = parts;
  const imports = [
    'import json',
    'import os',
    'from pathlib import Path',
    '',
    'import torch',
    'from datasets import Dataset',
    'from transformers import AutoModelForCausalLM, AutoTokenizer',
    `from ${target.module} import ${target.config}, ${target.trainer}`,
  ];
  const blocks = [
    HEADER,
    imports.join('\n'),
    `# The experiment as a link: the page shows and runs it.\nLINK = ${pythonLiteral(link)}`,
    constants(parts),
    readRows(target),
    ...(target.rows === 'unpaired' ? [UNPAIRED] : []),
    BATCH_SHAPE,
    configuration(parts),
    main(target),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const HEADER = `"""Trains one experiment of the alignment playground again, with Hugging Face TRL.

    pip install -r requirements.txt
    accelerate launch train.py

The same command serves one processor, one GPU or many machines (\`accelerate config\` asks which). Written by the page
from the experiment's own settings; README.md says what agrees with the page's run and what cannot.
"""`;

function constants({ experiment, evalPairs }: ScriptParts): string {
  return `HERE = Path(__file__).resolve().parent
MODEL = HERE / "model"  # the weights to start from, which are the frozen reference too
OUTPUT = HERE / "output"

# One update sees this many pairs in each of this many passes, over all processes together.
PAIRS_PER_PASS = ${pythonLiteral(experiment.per_device_train_batch_size)}
PASSES = ${pythonLiteral(experiment.gradient_accumulation_steps)}
# The first held-out pairs are scored at an evaluation.
EVAL_PAIRS = ${pythonLiteral(evalPairs)}`;
}

function readRows({ rows }: TrlTarget): string {
  const columns =
    rows === 'unpaired'
      ? '{key: row[key] for key in ("prompt", "rejected_prompt", "chosen", "rejected") if key in row}'
      : '{key: row[key] for key in ("prompt", "chosen", "rejected")}';
  return `
def read_rows(name):
    with open(HERE / "data" / name, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [${rows === 'triples' ? `${columns} | {"reference": row["gold"]}` : columns} for row in rows]`;
}

const UNPAIRED = `
def unpaired(pairs, size):
    """KTO reads single answers: of every \`size\` pairs first the chosen ones, then the rejected ones."""
    rows = []
    for begin in range(0, len(pairs), size):
        for side, label in (("chosen", True), ("rejected", False)):
            for pair in pairs[begin : begin + size]:
                # Single answers to two prompts may stand in one row.
                prompt = pair.get("rejected_prompt", pair["prompt"]) if side == "rejected" else pair["prompt"]
                rows.append({"prompt": prompt, "completion": pair[side], "label": label})
    return rows`;

const BATCH_SHAPE = `
def batch_shape(processes):
    """Pairs a process takes at once, and how often before an update: the same pairs an update on any number of processes."""
    share, rest = divmod(PAIRS_PER_PASS * PASSES, processes)
    if share == 0 or rest != 0:
        raise SystemExit(
            f"An update sees {PAIRS_PER_PASS * PASSES} pairs, which {processes} processes cannot share evenly. "
            "Start a number of processes that divides it (accelerate launch --num_processes N train.py)."
        )
    pairs = max(size for size in range(1, PAIRS_PER_PASS + 1) if share % size == 0)
    return pairs, share // pairs`;

function configuration(parts: ScriptParts): string {
  const { experiment, target, label, reduction, maxLength, evalPairs } = parts;
  const answers = reduction === 'sum' ? 'summed over' : 'averaged over';
  const rows = target.rows === 'unpaired' ? ' * 2' : '';
  const given = (settings: Readonly<Record<string, TrlValue>>) =>
    Object.entries(settings).map(([name, value]) => `        ${name}=${pythonLiteral(value)},`);
  const comment = (text: string) => pythonComment(text, 8);
  return [
    '',
    'def configuration(processes):',
    '    pairs, passes = batch_shape(processes)',
    `    return ${target.config}(`,
    '        output_dir=str(OUTPUT),',
    comment(`The objective: ${label}. It works on log-probs ${answers} the tokens of an answer, its end counted.`),
    ...(target.note === '' ? [] : [comment(target.note)]),
    ...given(target.arguments),
    comment('The optimiser, in float32 throughout: TRL would train in bfloat16 unless told otherwise.'),
    ...(experiment.weight_decay === 0
      ? []
      : [comment('The page decays every weight; the Trainer leaves out the gains of the norms.')]),
    ...given({
      optim: 'adamw_torch',
      learning_rate: experiment.learning_rate,
      lr_scheduler_type: experiment.lr_scheduler_type,
      warmup_steps: experiment.warmup_steps,
      max_steps: experiment.max_steps,
      adam_beta1: experiment.adam_beta1,
      adam_beta2: experiment.adam_beta2,
      adam_epsilon: 1e-8,
      weight_decay: experiment.weight_decay,
      max_grad_norm: experiment.max_grad_norm,
      bf16: false,
      fp16: false,
    }),
    comment(
      'The batches. The rows are in the order in which the page takes them (data/order.json), so nothing may be shuffled here.',
    ),
    `        per_device_train_batch_size=pairs${rows},`,
    '        gradient_accumulation_steps=passes,',
    ...given({ train_sampling_strategy: 'sequential', dataloader_drop_last: false, seed: experiment.seed }),
    comment('Longer rows are cut: here at the end of the answer, in the page first at the start of the prompt.'),
    ...given({ max_length: maxLength }),
    comment('Dropout off, for policy and reference alike; no recomputation, which changes no number.'),
    ...given({ disable_dropout: true, gradient_checkpointing: false }),
    ...(target.rows === 'pairs' && target.module !== 'trl' ? given({ remove_unused_columns: false }) : []),
    comment('Held-out pairs, before the first update and then as often as in the page.'),
    ...given({ eval_strategy: 'steps', eval_steps: experiment.eval_steps, eval_on_start: true }),
    `        per_device_eval_batch_size=${pythonLiteral(evalBatch(evalPairs))}${rows},`,
    comment('Every update is logged; metrics.jsonl keeps what was.'),
    ...given({ logging_strategy: 'steps', logging_steps: 1, report_to: 'none', save_strategy: 'no' }),
    '    )',
  ].join('\n');
}

/** The largest batch that divides the pairs: then a mean of batch means, which is what TRL logs, is the mean over pairs. */
function evalBatch(pairs: number): number {
  for (let size = Math.min(EVAL_BATCH_MAX, pairs); size > 1; size--) if (pairs % size === 0) return size;
  return 1;
}

function main({ trainer, rows }: TrlTarget): string {
  const train = rows === 'unpaired' ? 'unpaired(train, config.per_device_train_batch_size // 2)' : 'train';
  const heldout = rows === 'unpaired' ? 'unpaired(heldout, config.per_device_eval_batch_size // 2)' : 'heldout';
  return `
def main():
    processes = int(os.environ.get("WORLD_SIZE", "1"))  # set by accelerate launch and torchrun
    config = configuration(processes)
    if config.world_size != processes:
        raise SystemExit(f"{processes} processes were started, but {config.world_size} of them know of each other.")
    pairs = read_rows("train.jsonl")
    train = [pairs[row] for row in json.loads((HERE / "data" / "order.json").read_text(encoding="utf-8"))]
    heldout = read_rows("heldout.jsonl")[:EVAL_PAIRS]
    trainer = ${trainer}(
        model=AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32),
        args=config,
        train_dataset=Dataset.from_list(${train}),
        eval_dataset=Dataset.from_list(${heldout}),
        processing_class=AutoTokenizer.from_pretrained(MODEL),
    )
    trainer.train()
    trainer.save_model(str(OUTPUT))
    if trainer.is_world_process_zero():
        with open(OUTPUT / "metrics.jsonl", "w", encoding="utf-8") as file:
            for record in trainer.state.log_history:
                file.write(json.dumps(record) + "\\n")


if __name__ == "__main__":
    main()`;
}
