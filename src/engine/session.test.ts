import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../tools/site/wasmKernels.ts';
import {
  type Backend,
  type DeviceLoss,
  type Diagnosis,
  KernelError,
  type OpenBackendOptions,
  openBackend,
} from '../kernels/index.ts';
import { defaultExperiment } from './experiment/defaultExperiment.ts';
import type { Experiment } from './experiment/schema.ts';
import { METHODS } from './methods/index.ts';
import { functionSource } from './model/modelSource.ts';
import type { JudgedComparison } from './person/types.ts';
import type { EngineCommand, EngineEvent, StepRecord } from './protocol.ts';
import { Session } from './session.ts';
import { ownRows } from './storage/ownRows.ts';
import { openVariantMemory, type VariantMemory } from './storage/variantMemory.ts';
import { tinyModelFiles } from './testing/tinyModel.ts';
import { memorySnapshotStore, type Snapshot, type SnapshotStore } from './train/snapshot.ts';

const publicFolder = fileURLToPath(new URL('../../public/', import.meta.url));
const wasmBaseUrl = fileURLToPath(new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url));

/** Small enough for dozens of steps a second. */
const SMALL: Experiment = {
  ...defaultExperiment(),
  model: 'tiny',
  max_steps: 30,
  warmup_steps: 0,
  per_device_train_batch_size: 4,
  max_length: 48,
  eval_steps: 15,
  eval_pairs: 8,
  eval_prompts: 4,
  max_completion_length: 8,
  learning_rate: 1e-3,
};

const CONSISTENT_ROWS = Array.from({ length: 32 }, (_, i) =>
  JSON.stringify({
    prompt: `Question ${i}?\n`,
    chosen: 'A good long answer.',
    rejected: 'Bad.',
    // Whatever a method may need beyond the pair.
    score_chosen: 1,
    score_rejected: 0,
    gold: 'A very good answer.',
    ranking: [
      { answer: 'A good long answer.', score: 1 },
      { answer: 'An answer.', score: 0.5 },
      { answer: 'Bad.', score: 0 },
    ],
    rationale: 'The first is longer.',
    rationale_prompt: 'Why?\n',
    prompt_satisfied: `Question ${i}? Be long.\n`,
    prompt_violated: `Question ${i}? Be brief.\n`,
    attributes_chosen: [1, 0.5],
    attributes_rejected: [0, 0],
    probability: 0.95,
    degraded: ['A good answer.', 'An answer.', 'A.'],
  }),
).join('\n');

/** What the page gives: our own WASM kernels too. */
const openWithKernels: typeof openBackend = (options) => openBackend({ ...options, loadKernels: compileKernels });

async function openSession(
  snapshots: SnapshotStore = memorySnapshotStore(),
  open = openWithKernels,
  variants?: VariantMemory,
) {
  const events: EngineEvent[] = [];
  const waiting: { wanted: (event: EngineEvent) => boolean; resolve: (event: EngineEvent) => void }[] = [];
  const tiny = await tinyModelFiles();
  let clock = 0;
  const session = new Session({
    emit(event) {
      events.push(event);
      for (const wait of waiting.filter(({ wanted }) => wanted(event))) wait.resolve(event);
    },
    openBackend: open,
    source: (folder) =>
      functionSource(async (path) => {
        const made = folder === 'models/tiny/' ? tiny.get(path) : undefined;
        if (made) return made;
        const file = await readFile(`${publicFolder}${folder}${path}`);
        if (!path.endsWith('.jsonl')) return file;
        // Encoding a whole set takes a second; these runs see a hundred rows.
        return new TextEncoder().encode(new TextDecoder().decode(file).split('\n').slice(0, 160).join('\n'));
      }),
    wasmBaseUrl,
    snapshots,
    ownRows: ownRows(null),
    variants: variants ?? (await openVariantMemory()),
    now: () => clock++,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const next = <T extends EngineEvent['type']>(
    type: T,
    accept: (event: Extract<EngineEvent, { type: T }>) => boolean = () => true,
  ) =>
    new Promise<Extract<EngineEvent, { type: T }>>((resolve) => {
      waiting.push({
        wanted: (event) => event.type === type && accept(event as Extract<EngineEvent, { type: T }>),
        resolve: resolve as (event: EngineEvent) => void,
      });
    });
  const state = (wanted: string) => next('state', (event) => event.state === wanted);
  const records = () => {
    const kept: StepRecord[] = [];
    for (const event of events) {
      if (event.type === 'rewound') kept.splice(0, kept.length, ...kept.filter(({ step }) => step <= event.step));
      if (event.type === 'steps') kept.push(...event.records);
    }
    return kept;
  };
  const prepare = (experiment: Experiment, more: Partial<Extract<EngineCommand, { type: 'prepare' }>> = {}) =>
    session.handle({ type: 'prepare', runId: 'run', experiment, backend: 'wasm', autostart: false, ...more });
  const runThrough = async (experiment: Experiment) => {
    const ended = next('state', ({ state: reached }) => reached === 'finished' || reached === 'failed');
    await prepare(experiment, { autostart: true });
    expect((await ended).state).toBe('finished');
    return records();
  };
  return { session, events, next, state, records, prepare, runThrough };
}

const losses = (records: readonly StepRecord[]) => records.map(({ values }) => values.loss?.value);

describe('Session', () => {
  it('trains: the margin grows, every step is reported once, evaluations come when due', async () => {
    const { runThrough, events } = await openSession();
    const records = await runThrough(SMALL);
    expect(records.map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(records[0]?.values.loss?.value).toBeCloseTo(Math.LN2, 5); // policy = reference
    const margin = (from: number, to: number) =>
      records.slice(from, to).reduce((sum, { values }) => sum + (values['rewards/margins']?.value ?? 0), 0) /
      (to - from);
    expect(margin(20, 30)).toBeGreaterThan(margin(0, 10) + 0.01);
    const evaluations = events.flatMap((event) => (event.type === 'evaluation' ? [event.evaluation] : []));
    expect(evaluations.map(({ step }) => step)).toEqual([0, 15, 30]);
    expect(evaluations[0]?.values['corr/implicit_reward_length']).toBeUndefined(); // no reward yet
    expect(evaluations[2]?.values['corr/implicit_reward_length']?.n).toBe(16);
    expect(evaluations[2]?.values.win_rate?.n).toBe(4);
    expect(evaluations[0]?.values.kl?.value).toBeCloseTo(0, 3);
  });

  it('trains a reward model before the run, says what it is worth, and lets it judge; the gold judge stays', async () => {
    const judged = {
      ...SMALL,
      max_steps: 2,
      rm_steps: 3,
      rm_members: 2,
      rm_intra_weight: 0.5,
      judge: 'reward_bt' as const,
    };
    const { runThrough, events, prepare } = await openSession();
    await runThrough(judged);
    const seen = (type: EngineEvent['type']) => events.findIndex((event) => event.type === type);
    const progress = events.flatMap((event) => (event.type === 'progress' && event.phase === 'judge' ? [event] : []));
    expect(progress.map(({ done, total }) => [done, total])).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
    const [report] = events.flatMap((event) => (event.type === 'rewardModel' ? [event.report] : []));
    expect(report).toMatchObject({ members: 2, steps: 3, accuracy: { n: 8 }, promptAccuracy: { n: 8 } });
    expect(seen('rewardModel')).toBeLessThan(seen('preflight'));
    const values = events.flatMap((event) => (event.type === 'evaluation' ? [event.evaluation.values] : [])).at(-1);
    expect(values?.win_rate?.n).toBe(4);
    expect(values?.gold_win_rate?.n).toBe(4);
    // Log-odds, not the labels' standard deviations.
    const plain = await openSession();
    await plain.runThrough({ ...judged, judge: 'labels' });
    const others = plain.events
      .flatMap((event) => (event.type === 'evaluation' ? [event.evaluation.values] : []))
      .at(-1);
    expect(values?.gold_reward).toEqual(others?.gold_reward);
    expect(values?.proxy_reward?.value).not.toBeCloseTo(others?.proxy_reward?.value ?? Number.NaN, 3);
    // Known by now: it is not trained again.
    const before = events.length;
    await prepare(judged, { runId: 'again' });
    const again = events.slice(before);
    expect(again.some((event) => event.type === 'progress' && event.phase === 'judge')).toBe(false);
    expect(again.flatMap((event) => (event.type === 'rewardModel' ? [event.report] : []))).toEqual([report]);
  });

  it('refuses a judge that cannot judge the rows, and stays silent where nobody was chosen', async () => {
    const { session, events, prepare, runThrough } = await openSession();
    await prepare({ ...SMALL, judge: 'verifier' });
    const errors = () => events.flatMap((event) => (event.type === 'error' ? [event] : []));
    expect(errors()).toMatchObject([{ code: 'JUDGE_UNAVAILABLE', data: { judge: 'verifier', reason: 'no_verifier' } }]);
    await session.handle({ type: 'import', name: 'mine.jsonl', content: CONSISTENT_ROWS });
    const [data] = events.flatMap((event) => (event.type === 'data' ? [event.report] : []));
    const own = { ...SMALL, data: 'own', data_hash: data?.hash ?? '', max_steps: 1 };
    await runThrough(own);
    await prepare({ ...own, gold_judge: 'verifier' });
    expect(errors().at(-1)).toMatchObject({ data: { judge: 'verifier', reason: 'no_world' } });
    await runThrough({ ...own, judge: 'length', gold_judge: 'implicit' });
    const values = events.flatMap((event) => (event.type === 'evaluation' ? [event.evaluation.values] : []));
    expect(values[0]?.win_rate).toBeUndefined();
    expect(values.at(-1)?.win_rate?.n).toBe(4);
    expect(values.at(-1)?.gold_win_rate?.n).toBe(4);
  });

  it('draws two answers each for a person to judge, blind, the same for the same seed', async () => {
    const { session, prepare, next } = await openSession();
    await prepare({ ...SMALL, judge: 'length', gold_judge: 'length' });
    const compare = async (from: number, between: 'policy_reference' | 'policy_policy') => {
      const answer = next('comparisons');
      await session.handle({ type: 'compare', runId: 'run', count: 12, from, between });
      return answer;
    };
    const drawn = await compare(0, 'policy_reference');
    expect(drawn).toMatchObject({ step: 0, next: 12 });
    expect(drawn.comparisons.length).toBeGreaterThan(8);
    expect(new Set(drawn.comparisons.map(({ prompt }) => prompt)).size).toBe(drawn.comparisons.length);
    for (const { first, second, firstFrom, secondFrom, gold } of drawn.comparisons) {
      expect(first).not.toBe(second);
      expect([firstFrom, secondFrom].sort()).toEqual(['policy', 'reference']);
      expect([0, 0.5, 1]).toContain(gold);
    }
    // Order is drawn: neither always stands first.
    expect(new Set(drawn.comparisons.map(({ firstFrom }) => firstFrom)).size).toBe(2);
    expect(await compare(0, 'policy_reference')).toEqual(drawn);
    // A person who sides with the gold judge, or always against it; here that judge is the training judge too.
    const agree = async (judged: readonly JudgedComparison[]) => {
      const answer = next('agreement');
      await session.handle({ type: 'agree', runId: 'run', judged });
      return (await answer).training;
    };
    const decided = drawn.comparisons.filter(({ gold }) => gold !== 0.5);
    const sides = (turned: boolean) =>
      drawn.comparisons.map((comparison) => {
        const gold = comparison.gold ?? 0.5;
        return { ...comparison, verdict: (turned ? 1 - gold : gold) as JudgedComparison['verdict'] };
      });
    expect(decided.length).toBeGreaterThan(4);
    expect(await agree(sides(false))).toEqual({ value: 1, n: decided.length });
    expect(await agree(sides(true))).toEqual({ value: 0, n: decided.length });
    expect(await agree([])).toBeNull();
    const further = await compare(12, 'policy_policy');
    expect(further.next).toBe(24);
    expect(
      further.comparisons.every(({ firstFrom, secondFrom }) => firstFrom === 'policy' && secondFrom === 'policy'),
    ).toBe(true);
    const seen = new Set(drawn.comparisons.map(({ prompt }) => prompt));
    expect(further.comparisons.some(({ prompt }) => seen.has(prompt))).toBe(false);
  });

  it('gives the same numbers again, to the last digit', async () => {
    const first = await (await openSession()).runThrough({ ...SMALL, max_steps: 8 });
    const second = await (await openSession()).runThrough({ ...SMALL, max_steps: 8 });
    expect(second).toEqual(first);
    const other = await (await openSession()).runThrough({ ...SMALL, max_steps: 8, seed: 43 });
    expect(losses(other)).not.toEqual(losses(first));
  });

  it('pauses, steps, resumes and rewinds without changing the curve', async () => {
    const straight = await (await openSession()).runThrough(SMALL);
    const { session, prepare, state, records, next } = await openSession();
    await prepare(SMALL);
    let paused = state('paused');
    await session.handle({ type: 'step', runId: 'run', count: 3 });
    await paused;
    expect(records()).toEqual(straight.slice(0, 3));
    paused = state('paused');
    await session.handle({ type: 'step', runId: 'run', count: 25 });
    await paused;
    const rewound = next('rewound');
    await session.handle({ type: 'rewind', runId: 'run', toStep: 26 });
    expect((await rewound).step).toBe(25);
    const finished = state('finished');
    await session.handle({ type: 'start', runId: 'run' });
    await finished;
    expect(records()).toEqual(straight);
  });

  // The last two remember running statistics, and one draws which pairs it keeps.
  it.each(['sigmoid', 'bco', 'beta_dpo'])('resumes %s in a fresh session from stored snapshots', async (loss) => {
    const { hyperparameters } = defaultExperiment(loss);
    const experiment = { ...SMALL, loss, hyperparameters };
    const straight = await (await openSession()).runThrough(experiment);
    const stored = memorySnapshotStore();
    const before = await openSession(stored);
    await before.prepare(experiment);
    const paused = before.state('paused');
    await before.session.handle({ type: 'step', runId: 'run', count: 27 });
    await paused;
    const after = await openSession(stored);
    const finished = after.state('finished');
    await after.prepare(experiment, { resumeFrom: 'run', autostart: true });
    await finished;
    expect(losses(after.records())).toEqual(losses(straight));
  });

  it('resumes what the objective learns beside the policy, with its moments', async () => {
    const learning = {
      ...SMALL,
      loss: 'sparsepo',
      hyperparameters: { ...defaultExperiment('sparsepo').hyperparameters, mask_lr_factor: 20 },
      eval_prompts: 0,
      gradient_accumulation_steps: 2,
      per_device_train_batch_size: 2,
    };
    const straight = await (await openSession()).runThrough(learning);
    const stored = memorySnapshotStore();
    const before = await openSession(stored);
    await before.prepare(learning);
    const paused = before.state('paused');
    await before.session.handle({ type: 'step', runId: 'run', count: 27 });
    await paused;
    const snapshot = await stored.latest('run');
    const { reward_weight, reward_bias, kl_bias } = snapshot?.methodParameters ?? {};
    expect(reward_weight?.values.some((weight) => Math.abs(weight) > 1e-2)).toBe(true);
    expect(reward_bias?.values[0]).toBeLessThan(0.95);
    expect(reward_bias?.optimizer.step).toBe(25);
    expect(kl_bias?.values[0]).toBe(1); // One mask for both: no step read it.
    const after = await openSession(stored);
    const finished = after.state('finished');
    await after.prepare(learning, { resumeFrom: 'run', autostart: true });
    await finished;
    expect(after.records()).toEqual(straight);
    const inspected = after.next('inspection');
    await after.session.handle({ type: 'inspect', runId: 'run', index: 0 });
    const { chosen, rejected } = (await inspected).inspection;
    const masks = [...chosen, ...rejected].map(({ mask }) => mask ?? Number.NaN);
    expect(masks.every((mask) => mask >= 0)).toBe(true);
    expect(new Set(masks).size).toBeGreaterThan(1);
  }, 20_000);

  it('judges a resumed run by where it began, where the snapshot tells', async () => {
    const experiment = { ...SMALL, eval_prompts: 0, eval_pairs: 4, learning_rate: 1e-6 };
    const stored = memorySnapshotStore();
    const { session, prepare, state, records, next } = await openSession(stored);
    await prepare(experiment);
    const paused = state('paused');
    await session.handle({ type: 'step', runId: 'run', count: 26 });
    await paused;
    const { began, ...older } = (await stored.latest('run')) ?? expect.fail('no snapshot');
    // The mean of four answers' sums over the mean of their lengths, which max_length bounds.
    const tokens = (records()[0]?.values['logps/chosen']?.value ?? 0) / (began ?? 0);
    expect(tokens * 4).toBeCloseTo(Math.round(tokens * 4), 6);
    expect(tokens).toBeLessThan(experiment.max_length);
    // Weights to which these rows are text as odd as that of a world never seen.
    const odd = { ...older, parameters: older.parameters.map((weight) => weight * 40) };
    const stepOn = async (kept: Snapshot) => {
      await stored.save(kept);
      await prepare(experiment, { runId: 'later', resumeFrom: 'run' });
      const ended = next('state', ({ state: reached }) => reached === 'paused' || reached === 'failed');
      await session.handle({ type: 'step', runId: 'later', count: 1 });
      return (await ended).state;
    };
    expect(await stepOn(older)).toBe('paused');
    expect(await stepOn(odd)).toBe('failed');
    expect(await stepOn({ ...odd, began: -1e6 })).toBe('paused');
  }, 20_000);

  it('trains MAPL on synthesised pairs where a world has them, and names the world where it has none', async () => {
    const hyperparameters = { beta: 0.1, intra_weight: 0.5, inter_weight: 0.75 };
    const experiment = { ...SMALL, loss: 'mapl', hyperparameters, max_steps: 2, eval_steps: 2, eval_prompts: 0 };
    const { runThrough, prepare, next, state, session } = await openSession();
    const [first, second] = losses(await runThrough({ ...experiment, data: 'multi_ins' }));
    expect(first).toBeCloseTo(2.25 * Math.LN2, 5); // policy = reference in all three comparisons
    expect(second).not.toBeCloseTo(first ?? 0, 5);
    const failed = next('error');
    void prepare({ ...experiment, data: 'style' }, { autostart: true });
    const relation = 'synthesised_prompt, synthesised_chosen, synthesised_rejected';
    expect(await failed).toMatchObject({ code: 'DATA_RELATION_MISSING', data: { world: 'style', relation } });
    const ready = state('ready');
    await session.handle({ type: 'stop', runId: 'run' });
    await prepare({ ...experiment, data: 'style', hyperparameters: { ...hyperparameters, inter_weight: 0 } });
    await ready;
  });

  it('gives a setting that an older experiment lacks its default', async () => {
    const older = { ...SMALL, loss: 'ld_dpo', hyperparameters: { beta: 0.1, ld_alpha: 0.25 }, max_steps: 3 };
    const whole = { ...older, hyperparameters: { ...older.hyperparameters, loss_type: 0 } };
    const [a, b] = [await (await openSession()).runThrough(older), await (await openSession()).runThrough(whole)];
    expect(losses(a)).toEqual(losses(b));
  });

  it('rewinds a resumed run, which has an id of its own, to before it was resumed', async () => {
    const stored = memorySnapshotStore();
    const before = await openSession(stored);
    await before.prepare({ ...SMALL, eval_prompts: 0 });
    const paused = before.state('paused');
    await before.session.handle({ type: 'step', runId: 'run', count: 26 });
    await paused;
    const after = await openSession(stored);
    await after.prepare({ ...SMALL, eval_prompts: 0 }, { runId: 'later', resumeFrom: 'run' });
    const rewound = after.next('rewound');
    await after.session.handle({ type: 'rewind', runId: 'later', toStep: 10 });
    expect(await rewound).toMatchObject({ runId: 'later', step: 0 });
    expect((await stored.latest('run'))?.step).toBe(25);
  });

  it('takes a new learning rate and β while it runs', async () => {
    const { session, prepare, state, records } = await openSession();
    await prepare(SMALL);
    await session.handle({ type: 'set', runId: 'run', settings: { learning_rate: 0, hyperparameters: { beta: 0.5 } } });
    const paused = state('paused');
    await session.handle({ type: 'step', runId: 'run', count: 3 });
    await paused;
    expect(records().map(({ values }) => values.learning_rate?.value)).toEqual([0, 0, 0]);
    expect(records().every(({ values }) => Math.abs((values.loss?.value ?? 0) - Math.LN2) < 1e-5)).toBe(true);
  });

  it('computes one batch of 8 as it does 8 accumulated batches of 1', async () => {
    const whole = { ...SMALL, max_steps: 6, per_device_train_batch_size: 8, gradient_accumulation_steps: 1 };
    const parts = { ...whole, per_device_train_batch_size: 1, gradient_accumulation_steps: 8 };
    const [a, b] = [await (await openSession()).runThrough(whole), await (await openSession()).runThrough(parts)];
    const residuals = a.map(({ values }, i) => (b[i]?.values.loss?.value ?? Number.NaN) - (values.loss?.value ?? 0));
    for (const residual of residuals) expect(Math.abs(residual)).toBeLessThan(2e-4);
  });

  it.each(METHODS.filter(({ needs }) => !needs.sampling).map(({ id }) => id))(
    'trains with %s: the loss of pairs that all say the same falls',
    async (loss) => {
      const { session, next, runThrough } = await openSession();
      const imported = next('data');
      await session.handle({ type: 'import', name: 'own', content: CONSISTENT_ROWS });
      const { hash } = (await imported).report;
      const { hyperparameters } = defaultExperiment(loss);
      const records = await runThrough({
        ...SMALL,
        loss,
        hyperparameters,
        data: 'own',
        data_hash: hash,
        max_steps: 10,
        eval_prompts: 0,
      });
      const last = losses(records).at(-1) ?? Number.NaN;
      expect(last).toBeLessThan(losses(records)[0] ?? Number.NaN);
    },
  );

  it('trains with DPO typed by hand on DPO’s own curve, to the last digit', async () => {
    const short = { ...SMALL, max_steps: 8, eval_steps: 4 };
    const dpo = await openSession();
    const typed = await openSession();
    const want = await dpo.runThrough(short);
    const { loss, objective } = defaultExperiment('custom', '-logsigmoid(beta * delta)');
    const found = await typed.runThrough({ ...short, loss, objective });
    expect(new Set(losses(want)).size).toBe(8);
    expect(found).toEqual(want);
    const evaluations = ({ events }: typeof dpo) =>
      events.flatMap((event) => (event.type === 'evaluation' ? [event.evaluation] : []));
    expect(evaluations(typed)).toEqual(evaluations(dpo));
  });

  it('refuses an objective that cannot be read, and says where', async () => {
    const { prepare, next } = await openSession();
    const failed = next('error');
    await prepare({ ...SMALL, ...defaultExperiment('custom', 'delta +'), model: 'tiny' });
    expect(await failed).toMatchObject({
      code: 'EXPERIMENT_INVALID',
      data: { field: 'objective', reason: 'unexpected', start: 7 },
    });
  });

  it('stops an objective that has no value where policy and reference agree, and names it', async () => {
    const { prepare, next } = await openSession();
    const failed = next('error');
    // log of 0
    await prepare(
      { ...SMALL, ...defaultExperiment('custom', '-log(abs(delta))'), model: 'tiny', max_length: 48, eval_prompts: 0 },
      { autostart: true },
    );
    expect(await failed).toMatchObject({ code: 'LOSS_NOT_FINITE', data: { loss: 'custom', step: 1 } });
  });

  it('leaves no tensors behind over 100 steps', async () => {
    const { session, prepare, state } = await openSession();
    const counts: number[] = [];
    // One length bucket, so that no plan is made on the way.
    await prepare({ ...SMALL, max_length: 32, max_steps: 200, eval_steps: 1000, eval_prompts: 0 });
    for (const count of [10, 100]) {
      const paused = state('paused');
      await session.handle({ type: 'step', runId: 'run', count });
      await paused;
      counts.push(session.allocations());
    }
    expect(counts[1]).toBe(counts[0]);
  });

  it('stops a diverging run with the reason and offers a snapshot to rewind to', async () => {
    const { prepare, next, session } = await openSession();
    const failed = next('error');
    await prepare({ ...SMALL, learning_rate: 10, max_grad_norm: 0, max_steps: 100 }, { autostart: true });
    const error = await failed;
    expect(['LOSS_DIVERGED', 'LOSS_NOT_FINITE']).toContain(error.code);
    expect(error.data).toMatchObject({ cause: 'learning_rate' });
    expect(error.rewindTo).not.toBeNull();
    const rewound = next('rewound');
    await session.handle({ type: 'rewind', runId: 'run', toStep: error.rewindTo ?? 0, learningRateFactor: 0.5 });
    expect((await rewound).step).toBe(error.rewindTo);
  });

  it('cuts a batch that does not fit into memory, and keeps the curve', async () => {
    const straight = await (await openSession()).runThrough({ ...SMALL, max_steps: 8, eval_prompts: 0 });
    const refused: number[] = [];
    const taken = new Set<number>();
    const small = await openSession(memorySnapshotStore(), async (options) => {
      const backend = await openWithKernels(options);
      return {
        ...backend,
        allocations: () => backend.allocations(),
        createStore: (...given) => backend.createStore(...given),
        prepare: (plan, ...rest) => {
          const rows = plan.inputs.get('dLogps')?.shape[0];
          if (rows === undefined) return backend.prepare(plan, ...rest);
          // Less than half of the first batch fits.
          if (rows > 0.45 * (refused[0] ?? 0)) {
            refused.push(rows);
            return Promise.reject(new KernelError('OUT_OF_MEMORY', { needed: rows }));
          }
          taken.add(rows);
          return backend.prepare(plan, ...rest);
        },
      };
    });
    const cut = await small.runThrough({ ...SMALL, max_steps: 8, eval_prompts: 0 });
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(Math.max(...taken)).toBeLessThanOrEqual(0.45 * (refused[0] as number));
    cut.forEach(({ values }, i) => {
      expect(values.loss?.value).toBeCloseTo(straight[i]?.values.loss?.value ?? Number.NaN, 4);
      expect(values.grad_norm?.value).toBeCloseTo(straight[i]?.values.grad_norm?.value ?? Number.NaN, 2);
    });
  });

  it('measures variants once a device, and keeps a run on those it began with', async () => {
    const memory = await openVariantMemory();
    const snapshots = memorySnapshotStore();
    const adapter = { vendor: 'v', architecture: 'a', device: 'd', description: '' };
    let measured = 'first';
    const asked: (string | undefined)[] = [];
    const open = async (options: OpenBackendOptions): Promise<Backend> => {
      const backend = await openWithKernels(options);
      const diagnosis = { ...backend.diagnosis, adapter };
      const given = await options.variants?.(diagnosis);
      asked.push(given?.matmul);
      return {
        ...backend,
        diagnosis,
        variants: given ?? { matmul: options.tune ? measured : 'fixed' },
        allocations: () => backend.allocations(),
        createStore: (...made) => backend.createStore(...made),
        prepare: (...made) => backend.prepare(...made),
      };
    };
    const short = { ...SMALL, max_steps: 2, eval_prompts: 0 };
    const ready = async (more: Partial<Extract<EngineCommand, { type: 'prepare' }>>) => {
      const opened = await openSession(snapshots, open, memory);
      const state = opened.next('state', ({ state: reached }) => reached === 'ready' || reached === 'finished');
      await opened.prepare(short, { tune: true, ...more });
      await state;
      return opened.events.findLast((event) => event.type === 'device')?.variants;
    };
    expect(await ready({ tune: false })).toEqual({ matmul: 'fixed' });
    const finished = await openSession(snapshots, open, memory);
    const ended = finished.state('finished');
    await finished.prepare(short, { tune: true, autostart: true });
    await ended;
    measured = 'second';
    expect(await ready({ runId: 'later' })).toEqual({ matmul: 'first' });
    await memory.remember({ adapter, features: [] } as unknown as Diagnosis, { matmul: 'third' });
    expect(await ready({ runId: 'resumed', resumeFrom: 'run' })).toEqual({ matmul: 'first' });
    expect(asked).toEqual([undefined, undefined, 'first', 'first']);
  });

  it('goes on from the last snapshot when the device is lost', async () => {
    const straight = await (await openSession()).runThrough(SMALL);
    let lose: (loss: DeviceLoss) => void = () => undefined;
    const { session, prepare, state, records, events, next } = await openSession(
      memorySnapshotStore(),
      async (options) => {
        const backend = await openWithKernels(options);
        const lost = new Promise<DeviceLoss>((resolve) => {
          lose = resolve;
        });
        const { name, diagnosis, generation, variants } = backend;
        return {
          name,
          diagnosis,
          generation,
          variants,
          lost,
          allocations: () => backend.allocations(),
          createStore: (...given) => backend.createStore(...given),
          prepare: (...given) => backend.prepare(...given),
          dispose: () => backend.dispose(),
        };
      },
    );
    await prepare(SMALL);
    const paused = state('paused');
    await session.handle({ type: 'step', runId: 'run', count: 27 });
    await paused;
    const recovered = next('recovered');
    lose({ reason: 'unknown', message: 'gone', expected: false });
    expect((await recovered).step).toBe(25);
    const finished = state('finished');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await session.handle({ type: 'start', runId: 'run' });
    await finished;
    expect(records()).toEqual(straight);
    expect(events.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it('opens its backend once when a question and a run ask for it at the same time', async () => {
    let opening = 0;
    let opened = 0;
    const { session, events, prepare, state } = await openSession(memorySnapshotStore(), async (options) => {
      opened++;
      expect(++opening).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const backend = await openWithKernels({ ...options, prefer: 'wasm' });
      opening--;
      return backend;
    });
    const finished = state('finished');
    void session.handle({ type: 'diagnose' });
    await prepare({ ...SMALL, max_steps: 2, eval_prompts: 0 }, { backend: 'auto', autostart: true });
    await finished;
    expect(opened).toBe(1);
    expect(events.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it('goes on when storage is full, and says so', async () => {
    const memory = memorySnapshotStore();
    const { EngineError } = await import('./errors.ts');
    const full: SnapshotStore = { ...memory, save: async () => Promise.reject(new EngineError('STORAGE_FULL', {})) };
    const { runThrough, events } = await openSession(full);
    expect(await runThrough({ ...SMALL, max_steps: 4 })).toHaveLength(4);
    expect(events).toContainEqual(expect.objectContaining({ type: 'snapshot', saved: false, problem: 'STORAGE_FULL' }));
  });

  it('names what is missing: model, data, own rows, snapshot', async () => {
    const failing = async (experiment: Experiment, more = {}) => {
      const { prepare, next } = await openSession();
      const failed = next('error');
      await prepare(experiment, more);
      return failed;
    };
    expect((await failing({ ...SMALL, model: 'no-such' })).code).toBe('MODEL_NOT_FOUND');
    expect((await failing({ ...SMALL, data: 'no-such' })).code).toBe('DATA_NOT_FOUND');
    expect((await failing({ ...SMALL, data: 'own', data_hash: 'a'.repeat(64) })).code).toBe('DATA_HASH_MISMATCH');
    expect((await failing(SMALL, { resumeFrom: 'gone' })).code).toBe('SNAPSHOT_MISSING');
  });

  it('compares its checkpoints by both judges, and leaves policy and device as they were', async () => {
    const { session, next, events, runThrough } = await openSession();
    await runThrough(SMALL);
    const last = events.findLast((event) => event.type === 'evaluation');
    const held = session.allocations();
    const compared = next('checkpoints');
    await session.handle({ type: 'compareCheckpoints', runId: 'run' });
    const { comparison } = await compared;
    expect(comparison.steps).toEqual([0, 25, 30]);
    expect(comparison.prompts).toBe(4);
    for (const matches of [comparison.judged, comparison.gold]) {
      matches?.wins.forEach((row, i) => {
        row.forEach((wins, j) => {
          expect(wins + (matches.wins[j]?.[i] ?? Number.NaN)).toBe(i === j ? 0 : 4);
        });
      });
    }
    // The last checkpoint against the first is what the evaluation there said: the same answers, the same judge.
    expect((comparison.judged?.wins[2]?.[0] ?? Number.NaN) / 4).toBe(last?.evaluation.values.win_rate?.value);
    expect((comparison.gold?.wins[2]?.[0] ?? Number.NaN) / 4).toBe(last?.evaluation.values.gold_win_rate?.value);
    expect(session.allocations()).toBe(held);
    const again = next('evaluation');
    await session.handle({ type: 'evaluate', runId: 'run' });
    expect((await again).evaluation).toEqual(last?.evaluation);
  });

  it('exports an experiment as a folder, while a run is under way and without one', async () => {
    const { session, next, prepare, state, records } = await openSession();
    const experiment = { ...SMALL, max_steps: 6, eval_prompts: 0 };
    const finished = state('finished');
    await prepare(experiment, { autostart: true });
    const made = next('folder');
    const other = { ...defaultExperiment('simpo'), model: 'tiny', max_steps: 2 };
    await session.handle({ type: 'exportFolder', experiment: other, address: 'https://example.org/' });
    const { name, file, hasScript } = await made;
    await finished;
    expect(losses(records())).toEqual(losses(await (await openSession()).runThrough(experiment)));
    expect([name, hasScript]).toEqual(['tiny-simpo-seed-42', true]);
    const files = unzipSync(file);
    expect(strFromU8(files['tiny-simpo-seed-42/train.py'] ?? new Uint8Array())).toContain(
      'LINK = "https://example.org/#v=1&model=tiny&loss=simpo&max_steps=2"',
    );
    const failed = next('error');
    await session.handle({ type: 'exportFolder', experiment: { ...other, model: 'no-such' }, address: '' });
    expect(await failed).toMatchObject({ code: 'MODEL_NOT_FOUND', runId: null });
  });

  it('trains with KTO on single answers to different prompts, and refuses to compare them', async () => {
    const { session, next, prepare, runThrough } = await openSession();
    const single = (i: number) => ({
      prompt: `Question ${i}?\n`,
      completion: i % 2 ? 'Bad.' : 'A good one.',
      label: i % 2 === 0,
    });
    const imported = next('data');
    const content = Array.from({ length: 64 }, (_, i) => JSON.stringify(single(i))).join('\n');
    await session.handle({ type: 'import', name: 'kto.jsonl', content });
    const { report } = await imported;
    expect(report).toMatchObject({ kind: 'answers', rows: 32, acrossPrompts: 32, accepted: 64 });
    const own = { data: 'own', data_hash: report.hash, max_steps: 10, eval_prompts: 0 };
    const { hyperparameters } = defaultExperiment('kto');
    const records = await runThrough({ ...SMALL, ...own, loss: 'kto', hyperparameters });
    expect(losses(records).at(-1)).toBeLessThan(losses(records)[0] ?? Number.NaN);
    const refused = next('error');
    await prepare({ ...SMALL, ...own });
    expect(await refused).toMatchObject({ code: 'DATA_UNPAIRED', data: { count: 28, rows: 28 } });
    // In a race too, whose rivals take their rows from the first.
    const rivals = next('error');
    await prepare({ ...SMALL, ...own, loss: 'kto', hyperparameters, race: 'sigmoid' });
    expect((await rivals).code).toBe('DATA_UNPAIRED');
  });

  it('answers others while it reads a large file', async () => {
    const { session, events } = await openSession();
    const content = Array.from({ length: 10_000 }, (_, i) => `{"prompt":"p${i}","chosen":"a${i}","rejected":"b"}`).join(
      '\n',
    );
    const reading = session.handle({ type: 'import', name: 'large.jsonl', content });
    await session.handle({ type: 'listSnapshots' });
    await reading;
    expect(events.map(({ type }) => type)).toEqual(['snapshots', 'data']);
    expect(events[1]).toMatchObject({ report: { accepted: 10_000 } });
  });

  it('trains on own rows and inspects a pair token by token', async () => {
    const { session, prepare, next, state } = await openSession();
    const imported = next('data');
    await session.handle({ type: 'import', name: 'mine.jsonl', content: `${CONSISTENT_ROWS}\nnot json` });
    const { report } = await imported;
    expect(report).toMatchObject({ read: 33, accepted: 32 });
    expect(report.problems).toEqual([expect.objectContaining({ line: 33, problem: 'not_json' })]);
    const experiment = { ...SMALL, data: 'own', data_hash: report.hash, max_steps: 10 };
    const finished = state('finished');
    await prepare(experiment, { autostart: true });
    await finished;
    const inspected = next('inspection');
    await session.handle({ type: 'inspect', runId: 'run', index: 0 });
    const { inspection } = await inspected;
    expect(inspection.chosen.map(({ text }) => text).join('')).toBe('A good long answer.⏹');
    expect(inspection.margin).toBeGreaterThan(0);
    expect(inspection.chosen.every(({ push }) => push > 0)).toBe(true);
    expect(inspection.rejected.every(({ push }) => push < 0)).toBe(true);
  });
});
