import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../tools/site/wasmKernels.ts';
import { type DeviceLoss, openBackend } from '../kernels/index.ts';
import { defaultExperiment } from './experiment/defaultExperiment.ts';
import { rivalExperiment, rivalsOf } from './experiment/race.ts';
import type { Experiment } from './experiment/schema.ts';
import { functionSource } from './model/modelSource.ts';
import type { EngineCommand, EngineEvent, Evaluation, StepRecord } from './protocol.ts';
import { Session, type SessionEnvironment } from './session.ts';
import { ownRows } from './storage/ownRows.ts';
import { openVariantMemory } from './storage/variantMemory.ts';
import { tinyModelFiles } from './testing/tinyModel.ts';
import { memorySnapshotStore, type SnapshotStore } from './train/snapshot.ts';

const publicFolder = fileURLToPath(new URL('../../public/', import.meta.url));
const wasmBaseUrl = fileURLToPath(new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url));

const RACE: Experiment = {
  ...defaultExperiment(),
  race: 'simpo,sft',
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

type Open = SessionEnvironment['openBackend'];
const open: Open = (options) => openBackend({ ...options, loadKernels: compileKernels });

/** What one racer (by run id) has reported, as a page would keep it. */
interface Curve {
  records: StepRecord[];
  evaluations: Evaluation[];
  errors: string[];
  states: string[];
}

async function openSession(snapshots: SnapshotStore = memorySnapshotStore(), openBackendNow = open) {
  const curves = new Map<string, Curve>();
  /** Run id and step of every record, in the order in which they were said. */
  const order: [string, number][] = [];
  const waiting: { wanted: (event: EngineEvent) => boolean; resolve: (event: EngineEvent) => void }[] = [];
  const tiny = await tinyModelFiles();
  const listen = (event: EngineEvent): void => {
    if (event.type === 'rival') {
      listen(event.event);
      return;
    }
    if (!('runId' in event) || event.runId === null) return;
    const { runId } = event;
    const curve = curves.get(runId) ?? { records: [], evaluations: [], errors: [], states: [] };
    curves.set(runId, curve);
    if (event.type === 'steps') curve.records.push(...event.records);
    if (event.type === 'steps') for (const { step } of event.records) order.push([runId, step]);
    if (event.type === 'evaluation') {
      curve.evaluations = [...curve.evaluations.filter(({ step }) => step !== event.evaluation.step), event.evaluation];
    }
    if (event.type === 'rewound') {
      curve.records = curve.records.filter(({ step }) => step <= event.step);
      curve.evaluations = curve.evaluations.filter(({ step }) => step <= event.step);
    }
    if (event.type === 'error') curve.errors.push(event.code);
    if (event.type === 'state') curve.states.push(event.state);
  };
  let clock = 0;
  const session = new Session({
    emit(event) {
      listen(event);
      for (const wait of waiting.filter(({ wanted }) => wanted(event))) wait.resolve(event);
    },
    openBackend: openBackendNow,
    source: (folder) =>
      functionSource(async (path) => {
        const made = folder === 'models/tiny/' ? tiny.get(path) : undefined;
        if (made) return made;
        const file = await readFile(`${publicFolder}${folder}${path}`);
        if (!path.endsWith('.jsonl')) return file;
        return new TextEncoder().encode(new TextDecoder().decode(file).split('\n').slice(0, 160).join('\n'));
      }),
    wasmBaseUrl,
    snapshots,
    ownRows: ownRows(null),
    variants: await openVariantMemory(),
    // Each look at the clock is a quarter of a second later: every step is said as soon as it is done.
    now: () => (clock += 250),
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
  const prepare = (experiment: Experiment, more: Partial<Extract<EngineCommand, { type: 'prepare' }>> = {}) =>
    session.handle({ type: 'prepare', runId: 'run', experiment, backend: 'wasm', autostart: false, ...more });
  /** Until the run itself reaches a state. */
  const until = async (wanted: string, command: () => Promise<void>) => {
    const reached = next('state', ({ state }) => state === wanted);
    await command();
    return reached;
  };
  const curve = (runId: string) => {
    const { records = [], evaluations = [] } = curves.get(runId) ?? {};
    return { records, evaluations };
  };
  const race = () => [curve('run'), curve('run/simpo'), curve('run/sft')];
  const finish = (experiment: Experiment, more: Partial<Extract<EngineCommand, { type: 'prepare' }>> = {}) =>
    until('finished', () => prepare(experiment, { autostart: true, ...more }));
  return { session, curves, order, curve, race, next, prepare, until, finish };
}

/** Each objective by itself, as an ordinary run. */
async function alone(experiment: Experiment) {
  const curves = [];
  for (const one of [{ ...experiment, race: '' }, ...rivalsOf(experiment).map((m) => rivalExperiment(experiment, m))]) {
    const { finish, curve } = await openSession();
    await finish(one);
    curves.push(curve('run'));
  }
  return curves;
}

describe('a race', () => {
  it('gives every objective, to the last digit, the curve that it has alone', { timeout: 90_000 }, async () => {
    const { finish, race } = await openSession();
    await finish(RACE);
    const [own, simpo, sft] = race();
    expect(own?.records).toHaveLength(30);
    expect([own, simpo, sft]).toEqual(await alone(RACE));
    // And they are three curves: other objectives from the same weights on the same rows.
    const chosen = (curve: typeof own, step: number) => curve?.records[step - 1]?.values['logps/chosen']?.value;
    expect(chosen(simpo, 1)).toBe(chosen(own, 1));
    expect(chosen(simpo, 30)).not.toBe(chosen(own, 30));
    expect(sft?.records[29]?.values.loss?.value).not.toBe(own?.records[29]?.values.loss?.value);
  });

  it('takes step n with all before step n + 1 with any', async () => {
    const { finish, order } = await openSession();
    await finish({ ...RACE, max_steps: 4, eval_prompts: 0 });
    expect(order).toEqual([1, 2, 3, 4].flatMap((step) => ['run', 'run/simpo', 'run/sft'].map((id) => [id, step])));
  });

  it('pauses, steps, rewinds and goes on with all together, without changing a curve', {
    timeout: 90_000,
  }, async () => {
    const straight = await openSession();
    await straight.finish(RACE);
    const { session, prepare, until, race } = await openSession();
    await prepare(RACE);
    await until('paused', () => session.handle({ type: 'step', runId: 'run', count: 3 }));
    expect(race().map(({ records }) => records.length)).toEqual([3, 3, 3]);
    await until('paused', () => session.handle({ type: 'step', runId: 'run', count: 24 }));
    await session.handle({ type: 'rewind', runId: 'run', toStep: 26 });
    expect(race().map(({ records }) => records.length)).toEqual([25, 25, 25]);
    await until('finished', () => session.handle({ type: 'start', runId: 'run' }));
    expect(race()).toEqual(straight.race());
  });

  it('resumes whole in a fresh session; a rival whose snapshot is older catches up', { timeout: 90_000 }, async () => {
    const straight = await openSession();
    await straight.finish(RACE);
    const stored = memorySnapshotStore();
    const before = await openSession(stored);
    await before.prepare(RACE);
    await before.until('paused', () => before.session.handle({ type: 'step', runId: 'run', count: 27 }));
    await stored.remove('run/sft', 0);
    const after = await openSession(stored);
    await after.finish(RACE, { runId: 'later', resumeFrom: 'run' });
    const ids = ['later', 'later/simpo', 'later/sft'];
    expect(ids.map(after.curve)).toEqual(straight.race());
  });

  it('continues one of them alone, from its snapshot and with more steps', { timeout: 90_000 }, async () => {
    const stored = memorySnapshotStore();
    const racing = await openSession(stored);
    await racing.finish({ ...RACE, max_steps: 20 });
    const [method] = rivalsOf(RACE);
    const experiment = rivalExperiment(RACE, method ?? expect.fail('no rival'));
    expect(experiment).toMatchObject({
      loss: 'simpo',
      race: '',
      learning_rate: defaultExperiment('simpo').learning_rate,
    });
    const longer = { ...experiment, max_steps: 30 };
    await racing.finish(longer, { runId: 'alone', resumeFrom: 'run/simpo' });
    const straight = await openSession();
    await straight.finish(longer);
    expect(racing.curve('alone').records).toEqual(straight.curve('run').records);
  });

  it('ends only the rivals that diverge; a rewind brings them back', { timeout: 60_000 }, async () => {
    const { session, prepare, until, race, curves } = await openSession();
    // Ten-thousandfold: the own objective then trains at 1e-2, its rivals at rates that no model stands.
    await prepare({ ...RACE, learning_rate: 1e-6, max_grad_norm: 0, max_steps: 30, eval_prompts: 0 });
    await until('paused', () => session.handle({ type: 'step', runId: 'run', count: 1 }));
    await session.handle({ type: 'set', runId: 'run', settings: { learning_rate: 1e-2 } });
    await until('finished', () => session.handle({ type: 'start', runId: 'run' }));
    const [own, ...rivals] = race();
    expect(own?.records).toHaveLength(30);
    expect(curves.get('run')?.errors).toEqual([]);
    for (const [index, id] of ['run/simpo', 'run/sft'].entries()) {
      expect(curves.get(id)?.states.at(-1)).toBe('failed');
      expect(curves.get(id)?.errors).toHaveLength(1);
      expect(curves.get(id)?.errors[0]).toMatch(/^LOSS_(DIVERGED|NOT_FINITE)$/);
      const { learning_rate } = defaultExperiment(id.slice('run/'.length));
      expect(rivals[index]?.records[1]?.values.learning_rate?.value).toBeCloseTo(learning_rate * 10_000, 9);
      expect(rivals[index]?.records.length).toBeLessThan(30);
    }
    await session.handle({ type: 'rewind', runId: 'run', toStep: 0 });
    await until('paused', () => session.handle({ type: 'step', runId: 'run', count: 2 }));
    expect(race().map(({ records }) => records.length)).toEqual([2, 2, 2]);
  });

  it('goes on with all when the device is lost', { timeout: 90_000 }, async () => {
    const straight = await openSession();
    await straight.finish(RACE);
    let lose: (loss: DeviceLoss) => void = () => undefined;
    const { session, prepare, until, next, race } = await openSession(memorySnapshotStore(), async (options) => {
      const backend = await open(options);
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
    });
    await prepare(RACE);
    await until('paused', () => session.handle({ type: 'step', runId: 'run', count: 27 }));
    const recovered = next('recovered');
    lose({ reason: 'unknown', message: 'gone', expected: false });
    expect((await recovered).step).toBe(25);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await until('finished', () => session.handle({ type: 'start', runId: 'run' }));
    expect(race()).toEqual(straight.race());
  });

  it('counts the memory and time of all, and the one reference once', async () => {
    const preflightOf = async (experiment: Experiment) => {
      const { prepare, next } = await openSession();
      const measured = next('preflight');
      await prepare(experiment);
      return (await measured).preflight.memory;
    };
    const one = await preflightOf({ ...RACE, race: '' });
    const three = await preflightOf(RACE);
    expect(three.weightsBytes).toBe(3 * one.weightsBytes);
    expect(three.optimizerBytes).toBe(3 * one.optimizerBytes);
    expect(three.referenceBytes).toBe(one.referenceBytes);
    expect(three.activationBytes).toBeGreaterThan(2 * one.activationBytes);
    expect(three.totalBytes).toBe(
      three.weightsBytes + three.optimizerBytes + three.referenceBytes + three.activationBytes,
    );
  });

  it('leaves nothing behind on the device, and its snapshots go with it', async () => {
    const stored = memorySnapshotStore();
    const { session, finish, prepare } = await openSession(stored);
    const short = { ...RACE, max_steps: 2, eval_prompts: 0 };
    // The first ever scores under the reference; what a plain run holds is seen from the second on.
    for (const runId of ['a', 'b']) await prepare({ ...short, race: '' }, { runId });
    const single = session.allocations();
    await finish(short);
    expect(session.allocations()).toBeGreaterThan(single);
    expect((await stored.list()).map(({ runId }) => runId)).toEqual(['run']);
    expect((await stored.latest('run/sft'))?.step).toBe(2);
    await session.handle({ type: 'deleteSnapshots', runId: 'run' });
    expect(await stored.latest('run/sft')).toBeNull();
    await prepare({ ...short, race: '' }, { runId: 'c' });
    expect(session.allocations()).toBe(single);
  });
});
