/** The engine as the page has it: a real worker, real files over HTTP, real storage. */
import { deleteDB } from 'idb';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEngineClient, type EngineClient } from './client.ts';
import { defaultExperiment } from './experiment/defaultExperiment.ts';
import type { Experiment } from './experiment/schema.ts';
import { type EngineCommand, type EngineEvent, PROTOCOL_VERSION, type StepRecord } from './protocol.ts';

const baseUrl = new URL('/', location.href).href;

/** nano-1, little of everything. */
const SMALL: Experiment = {
  ...defaultExperiment(),
  max_steps: 4,
  warmup_steps: 0,
  per_device_train_batch_size: 2,
  max_length: 32,
  eval_steps: 4,
  eval_pairs: 4,
  eval_prompts: 2,
  max_completion_length: 6,
};

type Kind = EngineEvent['type'];
type Of<T extends Kind> = Extract<EngineEvent, { type: T }>;

/** A client that remembers what it was told, so that nothing is missed between two waits. */
class Engine {
  readonly client: EngineClient = createEngineClient(baseUrl);
  events: EngineEvent[] = [];
  #waiting: (() => void)[] = [];

  constructor() {
    this.client.subscribe((event) => {
      this.events.push(event);
      for (const check of this.#waiting) check();
    });
  }

  send(command: EngineCommand): void {
    this.client.send(command);
  }

  prepare(experiment: Experiment, more: Partial<Extract<EngineCommand, { type: 'prepare' }>> = {}): void {
    this.send({ type: 'prepare', runId: 'run', experiment, backend: 'wasm', autostart: true, ...more });
  }

  /** The first such event since the client was made (or forgot); rejects at an error that was not asked for. */
  seen<T extends Kind>(type: T, accept: (event: Of<T>) => boolean = () => true): Promise<Of<T>> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = this.events.find((event): event is Of<T> => event.type === type && accept(event as Of<T>));
        const error = this.events.find((event) => event.type === 'error');
        if (!found && !error) return;
        this.#waiting = this.#waiting.filter((other) => other !== check);
        if (found) resolve(found);
        else reject(new Error(JSON.stringify(error)));
      };
      this.#waiting.push(check);
      check();
    });
  }

  state(wanted: string): Promise<Of<'state'>> {
    return this.seen('state', ({ state }) => state === wanted);
  }

  forget(): void {
    this.events = [];
  }

  all<T extends Kind>(type: T): Of<T>[] {
    return this.events.filter((event): event is Of<T> => event.type === type);
  }

  /** Step records as the page keeps them: what lies beyond a rewind is dropped. */
  records(): StepRecord[] {
    const kept: StepRecord[] = [];
    for (const event of this.events) {
      if (event.type === 'rewound') kept.splice(0, kept.length, ...kept.filter(({ step }) => step <= event.step));
      if (event.type === 'steps') kept.push(...event.records);
    }
    return kept;
  }

  losses(): number[] {
    return this.records().map(({ values }) => values.loss?.value ?? Number.NaN);
  }
}

let engine: Engine;
beforeEach(async () => {
  await deleteDB('alignment-playground');
  engine = new Engine();
});
afterEach(() => engine.client.dispose());

describe('the engine in its worker', () => {
  it('says hello, and what this machine can do', async () => {
    expect((await engine.seen('hello')).protocol).toBe(PROTOCOL_VERSION);
    engine.send({ type: 'diagnose' });
    const { diagnosis, backend } = await engine.seen('device');
    expect(diagnosis.gpuApi).toBe(true);
    expect(diagnosis.softwareAdapter).toBe(true);
    expect(backend).toBe('wasm'); // A software adapter counts as no GPU.
  });

  it('runs an experiment on the bundled model from download to end', async () => {
    engine.prepare(SMALL);
    await engine.state('finished');
    expect(engine.all('state').map(({ state }) => state)).toEqual(['preparing', 'ready', 'running', 'finished']);
    expect(engine.all('device').at(-1)?.backend).toBe('wasm');
    const { preflight } = await engine.seen('preflight');
    expect(preflight.backend).toBe('wasm');
    expect(preflight.parameters).toBeGreaterThan(300_000);
    expect(preflight.secondsPerStep).toBeGreaterThan(0);
    expect(preflight.rows).toBe(2400);
    expect(engine.records().map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(engine.losses()[0]).toBeCloseTo(Math.LN2, 4); // policy = reference
    const evaluations = engine.all('evaluation').map(({ evaluation }) => evaluation);
    expect(evaluations.map(({ step }) => step)).toEqual([0, 4]);
    expect(evaluations[1]?.values.win_rate?.n).toBe(2);
    expect(evaluations[1]?.dots).toHaveLength(8);
    expect(evaluations[1]?.samples).toHaveLength(2);
    const phases = new Set(engine.all('progress').map(({ phase }) => phase));
    for (const phase of ['download', 'compile', 'train', 'evaluate'] as const) expect(phases).toContain(phase);
    expect(engine.all('snapshot').map(({ step, saved }) => [step, saved])).toEqual([
      [0, true],
      [4, true],
    ]);
  });

  it('answers while it trains: an inspected pair, an asked prompt, the weights', async () => {
    engine.prepare({ ...SMALL, max_steps: 1000, eval_steps: 1000 });
    await engine.seen('steps');
    engine.send({ type: 'inspect', runId: 'run', index: 1 });
    engine.send({ type: 'sample', runId: 'run', prompt: 'Tell me about the lake.' });
    engine.send({ type: 'exportWeights', runId: 'run' });
    expect((await engine.seen('inspection')).inspection).toMatchObject({ index: 1, count: 8 });
    expect((await engine.seen('sampled')).sample.policyTokens).toBeGreaterThan(0);
    expect((await engine.seen('weights')).file.byteLength).toBeGreaterThan(4 * 300_000);
    engine.send({ type: 'stop', runId: 'run' });
    await engine.state('stopped');
    expect(engine.records().length).toBeLessThan(1000);
  });

  it('resumes from storage after its worker was ended in the middle of a step', async () => {
    const long = { ...SMALL, max_steps: 27, eval_steps: 100, eval_prompts: 0 };
    engine.prepare(long, { runId: 'straight' });
    await engine.state('finished');
    const straight = engine.losses();
    engine.forget();
    engine.prepare(long);
    await engine.seen('snapshot', ({ step }) => step === 25);
    engine.client.restart();
    engine.forget();
    await engine.seen('hello');
    engine.send({ type: 'listSnapshots' });
    const { snapshots } = await engine.seen('snapshots');
    expect(snapshots.find(({ runId }) => runId === 'run')).toMatchObject({ step: 25, experiment: long });
    engine.prepare(long, { runId: 'resumed', resumeFrom: 'run' });
    await engine.state('finished');
    expect(engine.losses()).toEqual(straight);
  });

  it('reports a model that is not there', async () => {
    engine.prepare({ ...SMALL, model: 'no-such' });
    await expect(engine.state('ready')).rejects.toThrow('MODEL_NOT_FOUND');
    expect(engine.all('error')[0]).toMatchObject({ runId: 'run', code: 'MODEL_NOT_FOUND', rewindTo: null });
    expect(engine.all('state').at(-1)?.state).toBe('failed');
  });
});

describe('the engine on WebGPU', () => {
  const experiment = { ...SMALL, max_steps: 3, eval_steps: 100, eval_pairs: 4, eval_prompts: 0 };
  let straight: StepRecord[];

  beforeAll(async () => {
    const first = new Engine();
    first.prepare(experiment, { backend: 'webgpu' });
    await first.state('finished');
    expect(first.all('device').at(-1)?.backend).toBe('webgpu');
    straight = first.records();
    first.client.dispose();
  }, 120_000);

  it('computes what WASM computes', async () => {
    engine.prepare(experiment);
    await engine.state('finished');
    const onWasm = engine.records();
    expect(straight).toHaveLength(onWasm.length);
    straight.forEach(({ values }, i) => {
      const loss = onWasm[i]?.values.loss?.value ?? Number.NaN;
      expect(Math.abs((values.loss?.value ?? Number.NaN) - loss)).toBeLessThan(1e-3);
    });
    expect(straight[2]?.values.loss?.value).not.toBeCloseTo(Math.LN2, 3); // It learns.
  });

  it('goes on by itself when the device is lost, with the same numbers', async () => {
    engine.prepare(experiment, { backend: 'webgpu' });
    await engine.seen('steps');
    engine.send({ type: 'loseDevice' });
    const { step, attempt } = await engine.seen('recovered');
    expect([step, attempt]).toEqual([0, 1]); // The snapshot before the first step.
    await engine.state('finished');
    expect(engine.records()).toEqual(straight);
    const generations = engine.all('device').map(({ generation }) => generation);
    expect(generations.at(-1)).toBeGreaterThan(generations[0] ?? Number.NaN);
  }, 120_000);

  it('says so when the device is lost before there is a run, and can begin again', async () => {
    engine.prepare(experiment, { backend: 'webgpu' });
    await engine.seen('device');
    engine.send({ type: 'loseDevice' });
    await expect(engine.state('ready')).rejects.toThrow('GPU_LOST');
    expect(engine.all('state').at(-1)?.state).toBe('failed');
    engine.forget();
    engine.prepare(experiment, { backend: 'webgpu', autostart: false });
    await engine.state('ready');
  });
});
