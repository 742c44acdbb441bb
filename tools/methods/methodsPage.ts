import { KL_NATS } from '../../src/engine/alarms/kl.ts';
import {
  METHOD_FAMILIES,
  type MethodDefinition,
  type MethodFamily,
  type MetricValues,
  methodFamily,
} from '../../src/engine/index.ts';

/** Evaluations before and after a run, or the error that ended it. */
export interface MethodRun {
  readonly start: MetricValues;
  readonly end: MetricValues;
  readonly failure: string | null;
}

export interface TableSettings {
  readonly command: string;
  /** Link fragment that all runs share. */
  readonly settings: string;
  readonly steps: number;
  readonly seeds: readonly number[];
}

/** Nats from the reference that a policy has at least moved. */
const MOVED_KL = 0.02;

/** Whether an objective trains at its defaults: it moves the policy, and does not leave language behind. */
export function verdictOf(runs: readonly MethodRun[]): { readonly works: boolean; readonly words: string } {
  const failure = runs.find((run) => run.failure !== null)?.failure;
  if (failure) return { works: false, words: `fails: ${failure}` };
  const kl = mean(runs, 'kl') ?? 0;
  if (kl < MOVED_KL) return { works: false, words: `does nothing: KL ${kl.toFixed(3)}` };
  const clipped = mean(runs, 'completions/clipped_ratio') ?? 0;
  if (clipped > 0.5) return { works: false, words: `answers do not end: ${(100 * clipped).toFixed(0)} % cut` };
  const gold = mean(runs, 'gold_win_rate') ?? 0;
  if (gold < 0.5) return { works: true, words: `gold win rate ${(100 * gold).toFixed(0)} %` };
  if (kl > KL_NATS) return { works: true, words: 'far from the reference' };
  return { works: true, words: '' };
}

const COLUMNS: readonly { readonly head: string; cell(runs: readonly MethodRun[]): string }[] = [
  { head: 'accuracy', cell: (runs) => spread(runs, percent, ({ end }) => end['eval_rewards/accuracies']?.value) },
  { head: 'margin', cell: (runs) => spread(runs, number, ({ end }) => end['eval_rewards/margins']?.value) },
  { head: 'length r', cell: (runs) => spread(runs, number, ({ end }) => end['corr/log_ratio_length']?.value) },
  {
    head: 'chosen log-prob',
    cell: (runs) =>
      spread(runs, signed, ({ start, end }) => {
        const [from, to] = [start['eval_logps/chosen']?.value, end['eval_logps/chosen']?.value];
        return from === undefined || to === undefined ? undefined : to - from;
      }),
  },
  { head: 'KL', cell: (runs) => spread(runs, number, ({ end }) => end.kl?.value) },
  { head: 'win rate', cell: (runs) => spread(runs, percent, ({ end }) => end.win_rate?.value) },
  { head: 'gold win rate', cell: (runs) => spread(runs, percent, ({ end }) => end.gold_win_rate?.value) },
];

const FAMILY_NAMES: Readonly<Record<MethodFamily, string>> = {
  reference: 'Pairs, against a reference',
  referenceFree: 'Pairs, without a reference',
  single: 'Single answers',
  ranked: 'Ranked answers',
  more: 'Pairs and more',
  imitation: 'Imitation',
  sampling: 'Needs sampling: drawn and proven, not trained in the page yet',
};

/** The docs page: every registered objective, and what each offline one does at the page's defaults. */
export function methodsPage(
  methods: readonly MethodDefinition[],
  runs: ReadonlyMap<MethodDefinition, readonly MethodRun[]>,
  { command, settings, steps, seeds }: TableSettings,
): string {
  const sections = METHOD_FAMILIES.flatMap((family) => {
    const members = methods.filter((method) => methodFamily(method) === family);
    if (members.length === 0) return [];
    const table = family === 'sampling' ? listOf(members) : tableOf(members, runs);
    return [`## ${FAMILY_NAMES[family]}`, '', ...table, ''];
  });
  return [
    '# Every objective at its defaults',
    '',
    `Made by \`${command}\`: ${steps} steps on WebAssembly from \`#${settings}\`, each objective with its own default settings and`,
    `learning rate, ${seeds.length} seeds. Mean ± sample standard deviation over seeds. Do not edit by hand.`,
    '',
    'Accuracy and margin are of the method’s own reward on 200 held-out pairs (margins of different methods have different units);',
    'length r is the correlation of log π/π_ref with length in tokens; chosen log-prob is its change in nats; KL (nats an answer) and',
    'win rates are of 64 fresh answers against the reference’s, by the training judge and by gold. 64 answers give ± 12 points.',
    '',
    ...sections,
  ].join('\n');
}

function tableOf(
  members: readonly MethodDefinition[],
  runs: ReadonlyMap<MethodDefinition, readonly MethodRun[]>,
): string[] {
  const heads = ['objective', ...COLUMNS.map(({ head }) => head), 'note'];
  const rows = members.map((method) => {
    const ofMethod = runs.get(method) ?? [];
    const cells = ofMethod.length === 0 ? COLUMNS.map(() => '') : COLUMNS.map(({ cell }) => cell(ofMethod));
    return [linked(method), ...cells, ofMethod.length === 0 ? 'not run' : verdictOf(ofMethod).words];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)];
}

function listOf(members: readonly MethodDefinition[]): string[] {
  return members.map((method) => `- ${linked(method)}: ${method.idea}`);
}

function linked({ id, label, paper }: MethodDefinition): string {
  return `[${label}](https://arxiv.org/abs/${paper.arxiv}) \`${id}\``;
}

function mean(runs: readonly MethodRun[], metric: string): number | undefined {
  const values = runs.flatMap(({ end: { [metric]: found } }) => (found === undefined ? [] : [found.value]));
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(
  runs: readonly MethodRun[],
  format: (value: number) => string,
  read: (run: MethodRun) => number | undefined,
): string {
  const values = runs.map(read).filter((value) => value !== undefined);
  if (values.length === 0) return '–';
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return format(average);
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1);
  return `${format(average)} ± ${format(Math.sqrt(variance)).replace('+', '')}`;
}

const percent = (value: number) => (100 * value).toFixed(0);
const number = (value: number) => value.toFixed(2);
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
