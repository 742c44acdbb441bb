import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Experiment, Preflight } from '../../engine/index.ts';
import { dataReport } from './__fixtures__/dataReport.ts';
import { FakeEngine } from './__fixtures__/FakeEngine.ts';
import { plausibleRun } from './__fixtures__/plausibleRun.ts';
import { withHyperparameter, withObjective, withSetting } from './experimentState.ts';
import { Session } from './Session.ts';
import { createStores } from './stores.ts';

const recording = plausibleRun(60);

function preflight(totalBytes: number, limitBytes: number | null): Preflight {
  return {
    backend: 'wasm',
    parameters: 300_000,
    downloadBytes: 600_000,
    memory: { weightsBytes: 1, optimizerBytes: 1, activationBytes: 1, referenceBytes: 1, totalBytes, limitBytes },
    secondsPerStep: 0.1,
    secondsTotal: 12,
    rows: 2000,
    truncatedRows: 0,
    tooLongRows: 0,
    tokens: { perStep: 2048, pairsPerStep: 2048 },
  };
}

function open() {
  const engine = new FakeEngine();
  const stores = createStores();
  const saved = new Map<string, string>();
  const session = new Session(
    engine,
    stores,
    () => false,
    (name, bytes) => saved.set(name, new TextDecoder().decode(bytes)),
  );
  const runId = () => stores.run.getState().runId ?? '';
  /** Play, and the engine gets ready and starts. */
  const start = () => {
    session.play();
    engine.say(
      { type: 'preflight', runId: runId(), preflight: preflight(10, 100) },
      { type: 'state', runId: runId(), state: 'ready', step: 0 },
      { type: 'state', runId: runId(), state: 'running', step: 0 },
    );
  };
  const train = (from: number, to: number) =>
    engine.say({ type: 'steps', runId: runId(), records: recording.records.slice(from, to) });
  return { engine, stores, session, saved, runId, start, train };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { hidden: false, baseURI: 'http://localhost/' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('Session', () => {
  it('begins nothing while the objective cannot be read, and keeps the run that is on', () => {
    const { engine, session, stores, start, runId } = open();
    session.chooseLoss('custom');
    session.editExperiment((experiment) => withObjective(experiment, 'delta +'));
    session.play();
    session.step();
    session.check();
    expect(engine.told('prepare')).toEqual([]);
    session.editExperiment((experiment) => withObjective(experiment, 'delta'));
    start();
    expect(engine.told('prepare')[0]?.experiment).toMatchObject({ loss: 'custom', objective: 'delta' });
    session.editExperiment((experiment) => withObjective(experiment, 'delta +'));
    session.reset();
    expect(engine.told('stop')).toEqual([]);
    session.pause();
    engine.say({ type: 'state', runId: runId(), state: 'paused', step: 1 });
    session.play();
    expect(engine.told('start').length).toBeGreaterThan(0);
    expect(stores.run.getState().experiment?.objective).toBe('delta');
  });

  it('brings the text of one’s own objective back after a look at another', () => {
    const { session, stores } = open();
    const objective = () => stores.experiment.getState().experiment.objective;
    session.chooseLoss('custom');
    session.editExperiment((experiment) => withObjective(experiment, 'relu(1 - delta) + oops'));
    session.chooseLoss('simpo');
    expect(objective()).toBe('');
    session.chooseLoss('custom');
    expect(objective()).toBe('relu(1 - delta) + oops');
  });

  it('resumes a snapshot from before there were custom objectives as it was', () => {
    const { engine, session, stores } = open();
    const { objective: _, ...older } = stores.experiment.getState().experiment;
    const experiment = { ...older, seed: 7 } as Experiment;
    session.resume({ runId: 'old', step: 25, savedAt: 0, bytes: 1, experiment });
    expect(engine.told('prepare')[0]?.experiment).toEqual({ ...experiment, objective: '' });
  });

  it('sends no setting of a text to a run of another', () => {
    const { engine, session, start } = open();
    session.chooseLoss('custom');
    session.editExperiment((experiment) => withObjective(experiment, 'beta * delta'));
    start();
    session.editExperiment((experiment) => withHyperparameter(experiment, 'beta', 0.5));
    vi.advanceTimersByTime(500);
    expect(engine.told('set')).toHaveLength(1);
    session.editExperiment((experiment) => withObjective(experiment, 'beta * delta + 1'));
    session.editExperiment((experiment) => withHyperparameter(experiment, 'beta', 0.6));
    vi.advanceTimersByTime(500);
    expect(engine.told('set')).toHaveLength(1);
  });

  it('asks nothing of the GPU before Play', () => {
    const { engine, session } = open();
    session.begin();
    expect(engine.commands.map(({ type }) => type)).toEqual(['diagnose', 'listSnapshots', 'loadPersonSet']);
  });

  it('plays: prepares the experiment of the form, then starts when it fits', () => {
    const { engine, stores, start, runId } = open();
    start();
    expect(engine.told('prepare')[0]).toMatchObject({
      runId: runId(),
      autostart: false,
      experiment: stores.experiment.getState().experiment,
    });
    expect(engine.told('start')).toEqual([{ type: 'start', runId: runId() }]);
  });

  it('does not start by itself what exceeds the device, and does when told again', () => {
    const { engine, session, runId } = open();
    session.play();
    engine.say(
      { type: 'preflight', runId: runId(), preflight: preflight(200, 100) },
      { type: 'state', runId: runId(), state: 'ready', step: 0 },
    );
    expect(engine.told('start')).toEqual([]);
    session.play();
    expect(engine.told('start')).toHaveLength(1);
  });

  it('steps from nothing: prepares, then one step', () => {
    const { engine, session, runId } = open();
    session.step();
    engine.say({ type: 'state', runId: runId(), state: 'ready', step: 0 });
    expect(engine.told('step')).toEqual([{ type: 'step', runId: runId(), count: 1 }]);
    expect(engine.told('start')).toEqual([]);
  });

  it('sends what may change while running, once it rests, and nothing else', () => {
    const { engine, session, start, runId } = open();
    start();
    session.editExperiment((experiment) => withHyperparameter(experiment, 'beta', 0.2));
    session.editExperiment((experiment) => withHyperparameter(experiment, 'beta', 0.3));
    session.editExperiment((experiment) => withSetting(experiment, 'max_steps', 500));
    vi.advanceTimersByTime(1000);
    expect(engine.told('set')).toEqual([{ type: 'set', runId: runId(), settings: { hyperparameters: { beta: 0.3 } } }]);
  });

  it('does not jump back to a value that the engine confirms late', () => {
    const { engine, stores, session, start, runId } = open();
    start();
    for (const beta of [0.2, 0.3]) {
      session.editExperiment((experiment) => withHyperparameter(experiment, 'beta', beta));
      vi.advanceTimersByTime(1000);
    }
    engine.say({ type: 'settings', runId: runId(), settings: { hyperparameters: { beta: 0.2 } } });
    expect(stores.experiment.getState().experiment.hyperparameters.beta).toBe(0.3);
    engine.say({ type: 'settings', runId: runId(), settings: { hyperparameters: { beta: 0.3 } } });
    expect(stores.experiment.getState().experiment.hyperparameters.beta).toBe(0.3);
  });

  it('takes over the learning rate that a rewind halved, without sending it back', () => {
    const { engine, stores, start, train, runId } = open();
    start();
    train(0, 60);
    engine.say(
      { type: 'rewound', runId: runId(), step: 10, settings: { learning_rate: 3e-4 } },
      { type: 'settings', runId: runId(), settings: { learning_rate: 1.5e-4 } },
    );
    vi.advanceTimersByTime(1000);
    expect(stores.experiment.getState().experiment.learning_rate).toBe(1.5e-4);
    expect(engine.told('set')).toEqual([]);
    expect(stores.series.get('train', 'rewards/margins')?.latest()?.step).toBe(10);
  });

  it('keeps a run in the library on reset, with the same seed, and goes on if it was going', () => {
    const { engine, stores, session, start, train } = open();
    start();
    train(0, 20);
    const { seed } = stores.experiment.getState().experiment;
    session.reset();
    expect(stores.library.getState()).toMatchObject([{ number: 1, step: 20 }]);
    expect(engine.told('prepare')).toHaveLength(2);
    expect(engine.told('prepare')[1]?.experiment.seed).toBe(seed);
    expect(stores.series.isEmpty).toBe(true);
  });

  it('changes the seed and nothing else for New seed', () => {
    const { stores, session } = open();
    const before = stores.experiment.getState().experiment;
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    session.newSeed();
    expect(stores.experiment.getState().experiment).toEqual({ ...before, seed: 50_000 });
  });

  it('keeps five runs, the pinned one among them', () => {
    const { stores, session, start, train } = open();
    for (let run = 0; run < 7; run++) {
      start();
      train(0, 5);
      session.reset();
      session.stores.run.setState({ state: 'idle' });
      if (run === 0)
        stores.library.setState(
          stores.library.getState().map((kept) => ({ ...kept, pinned: true })),
          true,
        );
    }
    expect(stores.library.getState().map(({ number }) => number)).toEqual([7, 6, 5, 4, 1]);
  });

  it('uses imported rows, but not in place of the ones a link asks for', () => {
    const { engine, stores, session } = open();
    const report = dataReport({ hash: 'b'.repeat(64) });
    session.editExperiment((experiment) => ({ ...experiment, data: 'own', data_hash: 'a'.repeat(64) }));
    session.imports.read('a.jsonl', '');
    engine.say({ type: 'data', report });
    expect(stores.experiment.getState().experiment.data_hash).toBe('a'.repeat(64));
    session.imports.adopt();
    expect(stores.experiment.getState().experiment).toMatchObject({ data: 'own', data_hash: 'b'.repeat(64) });
  });

  it('offers what it was told and resumes from it', () => {
    const { engine, stores, session } = open();
    const experiment = withSetting(stores.experiment.getState().experiment, 'seed', 7);
    const snapshot = { runId: 'old', step: 60, savedAt: 1, bytes: 1, experiment };
    engine.say({ type: 'snapshots', snapshots: [snapshot] });
    session.resume(snapshot);
    expect(engine.told('prepare')[0]).toMatchObject({ resumeFrom: 'old', experiment });
  });

  it('keeps the curves of a race apart, and continues one objective alone', () => {
    const { engine, stores, session, start, train, runId } = open();
    session.editExperiment((experiment) => ({ ...experiment, loss: 'sigmoid', race: 'ipo,sft' }));
    start();
    const race = runId();
    train(0, 20);
    for (const [id, to] of [
      ['ipo', 20],
      ['sft', 15],
    ] as const) {
      const event = { type: 'steps', runId: `${race}/${id}`, records: recording.records.slice(0, to) } as const;
      engine.say({ type: 'rival', runId: race, event }, { type: 'rival', runId: 'gone', event });
    }
    expect(stores.run.getState().step).toBe(20);
    expect(stores.rivals.getState().map(({ view }) => view.step)).toEqual([20, 15]);
    session.continueAlone(`${race}/ipo`, 300); // Not while it goes on.
    expect(engine.told('prepare')).toHaveLength(1);
    engine.say({ type: 'state', runId: race, state: 'paused', step: 20 });
    session.continueAlone(`${race}/ipo`, 300);
    const alone = engine.told('prepare')[1];
    expect(alone).toMatchObject({ resumeFrom: `${race}/ipo`, experiment: { loss: 'ipo', race: '', max_steps: 300 } });
    expect(stores.experiment.getState().experiment).toEqual(alone?.experiment);
    expect(stores.rivals.getState()).toEqual([]);
    expect(stores.library.getState().map(({ number, name, step }) => [number, name, step])).toEqual([
      [1, 'DPO', 20],
      [2, 'SFT', 15],
    ]);
    engine.say({ type: 'state', runId: runId(), state: 'ready', step: 20 });
    expect(engine.told('start').at(-1)).toEqual({ type: 'start', runId: runId() });
  });

  it('moves charts at most four times a second, and not while hidden', () => {
    const { stores, start, train } = open();
    start();
    const before = stores.revision.getState().value;
    for (let tick = 0; tick < 50; tick++) {
      train(tick, tick + 1);
      vi.advanceTimersByTime(20);
    }
    expect(stores.revision.getState().value - before).toBeLessThanOrEqual(4);
    expect(stores.revision.getState().value - before).toBeGreaterThanOrEqual(3);
    vi.stubGlobal('document', { hidden: true });
    vi.advanceTimersByTime(1000);
    const hidden = stores.revision.getState().value;
    train(50, 60);
    vi.advanceTimersByTime(1000);
    expect(stores.revision.getState().value).toBe(hidden);
  });
});

describe('Downloads', () => {
  const evaluation = { ...(recording.evaluations[0] as (typeof recording.evaluations)[number]), step: 0 };

  it('hands over the metrics of the run on screen, every step and evaluation', () => {
    const { session, saved, start, train, engine, runId } = open();
    session.downloads.metrics('csv', 'https://a.b/');
    expect(saved.size).toBe(0); // nothing on screen
    start();
    engine.say({ type: 'evaluation', runId: runId(), evaluation });
    train(0, 7);
    session.downloads.metrics('csv', 'https://a.b/');
    session.downloads.metrics('json', 'https://a.b/');
    const csv = saved.get('nano-1-sigmoid-seed-42-metrics.csv') ?? '';
    const first = recording.records[0]?.values.loss;
    expect(csv).toContain(`\nnano-1-sigmoid-seed-42,train,1,loss,${first?.value},${first?.n},,\n`);
    expect(csv.match(/,train,\d+,loss,/g)).toHaveLength(7);
    const json = JSON.parse(saved.get('nano-1-sigmoid-seed-42-metrics.json') ?? '');
    expect(json).toMatchObject({
      link: 'https://a.b/#v=1&model=nano-1',
      recorded: false,
      settings_changed_under_way: false,
    });
    expect(json.steps).toEqual(recording.records.slice(0, 7));
    expect(json.evaluations).toEqual([{ step: 0, values: evaluation.values }]);
  });

  it('asks for the folder of the form’s experiment, with the metrics only where they are its own', () => {
    const { session, engine, stores, start, train, runId } = open();
    const ask = () => {
      session.downloads.folder('https://a.b/');
      engine.say({ type: 'folder', name: 'x', file: new Uint8Array(), hasScript: true });
      return engine.told('exportFolder').at(-1);
    };
    const before = ask();
    expect(before).toMatchObject({ experiment: stores.experiment.getState().experiment, address: 'https://a.b/' });
    expect(before?.metrics).toBeUndefined();
    start();
    train(0, 3);
    expect(ask()?.metrics?.csv).toContain(',train,3,loss,');
    const { learning_rate } = stores.experiment.getState().experiment;
    engine.say({ type: 'settings', runId: runId(), settings: { learning_rate: learning_rate / 2 } });
    expect(ask()?.metrics).toBeUndefined();
    engine.say({ type: 'settings', runId: runId(), settings: { learning_rate } });
    session.editExperiment((experiment) => withSetting(experiment, 'seed', 7));
    expect(ask()?.metrics).toBeUndefined();
  });

  it('tells where the folder stands, and asks once at a time', () => {
    const { session, engine, stores, saved } = open();
    const folder = () => stores.machine.getState().folder;
    session.downloads.folder('');
    session.downloads.folder('');
    expect([folder(), engine.told('exportFolder').length]).toEqual(['working', 1]);
    session.downloads.forget({ isGone: false });
    engine.say({ type: 'error', runId: 'a run', code: 'LOSS_DIVERGED', data: {}, rewindTo: null });
    expect(folder()).toBe('working');
    engine.say({ type: 'error', runId: null, code: 'MODEL_NOT_FOUND', data: {}, rewindTo: null });
    expect(folder()).toBe('failed');
    session.downloads.forget({ isGone: false });
    expect(folder()).toBe('none');
    session.downloads.folder('');
    session.restart();
    expect(folder()).toBe('none');
    session.downloads.folder('');
    engine.say({ type: 'folder', name: 'a-b', file: new Uint8Array(), hasScript: true });
    expect([folder(), ...saved.keys()]).toEqual(['saved', 'a-b-trl.zip']);
    engine.say({ type: 'folder', name: 'c', file: new Uint8Array(), hasScript: false });
    expect(saved.has('c.zip')).toBe(true);
  });
});
