import type { Experiment } from '../experiment/schema.ts';
import type { MethodDefinition } from '../methods/types.ts';
import { pythonLiteral } from './pythonLiteral.ts';
import type { TokenAgreement } from './tokenAgreement.ts';
import type { NoTrlTarget, SamplingTarget, TrlTarget } from './trlTarget.ts';
import { TRL_COMPARED, TRL_VERSIONS } from './trlVersions.ts';

interface ReadmeParts {
  readonly experiment: Experiment;
  readonly method: MethodDefinition;
  readonly target: TrlTarget | NoTrlTarget;
  readonly link: string;
  readonly agreement: TokenAgreement;
  readonly hasMetrics: boolean;
}

/** README.md of an exported folder. */
export function folderReadme(parts: ReadmeParts): string {
  const { method, target, experiment } = parts;
  const { title, authors, year, arxiv } = method.paper;
  const sections = [
    `# ${method.label} on ${plain(experiment.model)}, seed ${experiment.seed}`,
    'An experiment of the alignment playground, to go on with elsewhere. As a link, which the page opens and runs:',
    `    ${plain(parts.link)}`,
    `Objective: ${method.idea} ${plain(authors)} ${year}, _${plain(title)}_, arXiv ${plain(arxiv)}.`,
    '## What is here',
    contents(parts),
  ];
  if ('trainer' in target)
    sections.push('## Run it', RUN, '## What agrees, and what does not', agreement(parts, target));
  else sections.push('## Why there is no script', whyNot(target));
  return `${sections.join('\n\n')}\n`;
}

function contents({ target, hasMetrics }: ReadmeParts): string {
  const files: (readonly [string, string])[] = [
    ['`experiment.json`', 'every setting, under the names of TRL where it has one'],
    ['`data/train.jsonl`, `data/heldout.jsonl`', 'the preference rows, in TRL’s format'],
    ['`model/`', 'the weights to start from, which are the reference too, with config and tokenizer: a Hub folder'],
  ];
  if ('trainer' in target) {
    files.unshift(
      ['`train.py`', `the experiment for TRL’s ${target.trainer}, every setting by name`],
      ['`requirements.txt`', 'the versions it was checked with'],
      ['`data/order.json`', 'the order in which the page takes the rows, for the whole run'],
    );
  }
  if (hasMetrics) files.push(['`page/`', 'what the page measured in its own run of this experiment']);
  return ['| file | what it is |', '| --- | --- |', ...files.map(([file, what]) => `| ${file} | ${what} |`)].join('\n');
}

const RUN = `    pip install -r requirements.txt
    accelerate launch train.py

\`output/\` then holds the trained policy and \`metrics.jsonl\`, what TRL logged: \`loss\`, \`rewards/*\`, \`logps/*\` an update, and the
same with \`eval_\` before each name on the held-out pairs. On several GPUs or machines an update still sees the same pairs;
\`accelerate config\` asks which machines there are.`;

function agreement({ agreement: { rows, cut, merged }, experiment, method }: ReadmeParts, target: TrlTarget): string {
  const versions = Object.entries(TRL_VERSIONS).map(([name, version]) => `${name} ${version}`);
  const points = [
    TRL_COMPARED.has(method.id)
      ? `Checked with ${versions.join(', ')} in float32 on a CPU, on the model nano-1: from the same weights and rows, \`loss\`, ` +
        '`rewards/*` and `logps/*` of the first updates agree with the page to 1e-3, but for what is said below. Rounding differs ' +
        'between any two devices, and later updates add it up.'
      : `Written for ${versions.join(', ')}. The numbers of this objective were not compared with TRL’s yet.`,
  ];
  if (target.note !== '') points.push(target.note);
  points.push(
    cut === 0
      ? 'No row is cut: all fit into `max_length`.'
      : `${cut} of ${rows} rows are longer than \`max_length\` and are cut: TRL at the end of the answer, the page first at the start of the prompt.`,
    merged === 0
      ? 'TRL tokenizes these rows as the page does.'
      : `${merged} of ${rows} rows have a token that joins the end of the prompt with the start of the answer when TRL tokenizes them ` +
          'as one text; the page tokenizes them apart. Ending prompts in a newline avoids it.',
  );
  if (experiment.weight_decay !== 0)
    points.push('The page decays every weight; Trainer leaves out the gains of the norms.');
  if (experiment.gradient_accumulation_steps > 1 && method.needs.relation !== 'pair')
    points.push('What is averaged over a pass depends on how many rows a pass has: fewer on several processes.');
  points.push(
    'TRL does not sample answers while it trains: `win_rate`, `kl` and what else the page measures on fresh answers is not here.',
    'Settings that were changed by hand while the page’s run was under way are not part of the experiment.',
  );
  return points.map((point) => `- ${point}`).join('\n');
}

function whyNot(target: NoTrlTarget): string {
  switch (target.kind) {
    case 'no_counterpart':
      return `TRL has no counterpart of this objective. ${target.reason}`;
    case 'other_settings_only':
      return `TRL has this objective, but not with these settings. ${target.reason}`;
    case 'unknown_trainer':
      return `TRL trains this objective with ${plain(target.reason)}, for which the page writes no script yet.`;
    case 'draws_answers':
      return drawsAnswers(target);
  }
}

function drawsAnswers({ reason, module, config, arguments: given, note }: SamplingTarget): string {
  const settings = Object.entries(given).map(([name, value]) => `    ${name}=${pythonLiteral(value)},`);
  return [
    `TRL trains this objective with its ${reason} (from ${module}), which draws answers while it trains and asks a Python function ` +
      'for their rewards. The rows here cannot stand for that function, so there is no script. In ' +
      `${config} these arguments make the objective:`,
    settings.join('\n'),
    ...(note === '' ? [] : [note]),
  ].join('\n\n');
}

/** Foreign text without line ends, controls and what Markdown would take for its own. */
function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[`<>|\\[\]]/g, '');
}
