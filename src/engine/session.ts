import type { Backend } from '../kernels/index.ts';
import type { PreferenceSet } from './data/preferenceSet.ts';
import { EngineError, type EngineErrorCode, type ErrorData } from './errors.ts';
import { rivalRunId, rivalsOf } from './experiment/race.ts';
import type { Experiment } from './experiment/schema.ts';
import { exportFolder } from './export/exportFolder.ts';
import { zipFolder } from './export/zipFolder.ts';
import { describeFailure, isDeviceLoss, unrecovered } from './failures.ts';
import { ImportDesk, type ImportEnvironment } from './ImportDesk.ts';
import { LoadedSources } from './loadedSources.ts';
import type { LoadedModel } from './model/loadModel.ts';
import type { ModelSource } from './model/modelSource.ts';
import type { EngineCommand, RunId, RunPhase } from './protocol.ts';
import { commandRun } from './runCommands.ts';
import { type BackendEnvironment, SessionBackend } from './SessionBackend.ts';
import { type PersonStore, personStore } from './storage/personStore.ts';
import { measurePreflight, warmUp } from './train/preflight.ts';
import { RewardModels } from './train/RewardModels.ts';
import { ReferenceLogps } from './train/referenceLogps.ts';
import { Run } from './train/run.ts';
import type { RunEnvironment } from './train/runEnvironment.ts';
import { inheritSnapshots, type Snapshot } from './train/snapshot.ts';
import { closeRace, openRace, type Workbench } from './train/workbench.ts';

export interface SessionEnvironment extends RunEnvironment, BackendEnvironment, ImportEnvironment {
  /** A folder below the site's base, e.g. 'models/nano-1/'. */
  source(folder: string): ModelSource;
  /** Left out: what a person judges is kept while the session lives. */
  readonly person?: PersonStore;
}

/** Recoveries from a lost device within this time before we give up and say so. */
const RECOVERY_WINDOW_MS = 5 * 60_000;
const RECOVERIES_MAX = 2;

type Prepare = Extract<EngineCommand, { type: 'prepare' }>;

/** What a run is opened from, and opened again from after its device was lost. */
/** A preparation in whose middle another one began. */
class Overtaken extends Error {}

interface RunParts {
  readonly command: Prepare;
  readonly model: LoadedModel;
  readonly set: PreferenceSet;
}

/**
 * What the worker does, without the worker: commands in, events out. One run at a time; a new one ends the last.
 * Restart-from-snapshot is the one recovery: a reload, a lost device and a rewind all go through it.
 */
export class Session {
  readonly #environment: SessionEnvironment;
  readonly #references = new ReferenceLogps();
  readonly #rewardModels = new RewardModels();
  readonly #person: PersonStore;
  readonly #sources: LoadedSources;
  readonly #imports: ImportDesk;
  readonly #backend: SessionBackend;
  readonly #recoveries: number[] = [];
  #prepared: RunParts | null = null;
  #chunkLimit = Number.POSITIVE_INFINITY;
  #run: Run | null = null;
  #recovering: Promise<void> | null = null;
  /** Grows with every prepare, so that an overtaken one stops quietly. */
  #preparation = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(environment: SessionEnvironment) {
    this.#environment = environment;
    this.#person = environment.person ?? personStore(null);
    this.#sources = new LoadedSources(environment.source, environment.ownRows);
    this.#imports = new ImportDesk(environment, this.#sources);
    this.#backend = new SessionBackend(
      environment,
      () => this.#closeRun(),
      () => this.#recover(),
    );
  }

  /** Tensors or buffers alive on the device: what the leak test counts. */
  allocations(): number {
    return this.#backend.current?.allocations().count ?? 0;
  }

  /** Never rejects: failures become 'error' events. */
  async handle(command: EngineCommand): Promise<void> {
    const runId = 'runId' in command ? command.runId : null;
    try {
      await this.#dispatch(command);
    } catch (failure) {
      await this.#report(runId, failure);
    }
  }

  async #dispatch(command: EngineCommand): Promise<void> {
    switch (command.type) {
      case 'configure':
        return;
      case 'diagnose':
        await this.#backend.open({ prefer: 'auto', tune: command.tune === true });
        return;
      case 'prepare':
        // One after the other; an overtaken preparation returns early.
        this.#preparation++;
        this.#queue = this.#queue
          .then(() => this.#prepare(command, this.#preparation))
          .catch((failure) => this.#report(command.runId, failure));
        return this.#queue;
      case 'import':
      case 'reread':
      case 'rows':
      case 'measureData':
      case 'listHub':
      case 'importHub':
      case 'cancelHub':
        return this.#imports.handle(command);
      case 'listSnapshots':
        this.#environment.emit({ type: 'snapshots', snapshots: await this.#environment.snapshots.list() });
        return;
      case 'deleteSnapshots':
        await this.#environment.snapshots.remove(command.runId);
        return;
      case 'loadPersonSet':
        this.#environment.emit({ type: 'personSet', set: await this.#person.load() });
        return;
      case 'savePersonSet':
        this.#environment.emit({ type: 'personSaved', saved: await this.#person.save(command.set) });
        return;
      case 'exportFolder':
        return this.#exportFolder(command);
      case 'loseDevice':
        this.#backend.current?.dispose({ simulateLoss: true });
        return;
      default: {
        const run = this.#run;
        if (run?.id !== command.runId) return; // A command for a run that is gone.
        await this.#direct(run, command);
      }
    }
  }

  async #direct(run: Run, command: Extract<EngineCommand, { runId: RunId }>): Promise<void> {
    if (command.type === 'start') return this.#go(run);
    if (command.type === 'step') return this.#go(run, command.count);
    return commandRun(run, command, (event) => this.#environment.emit(event));
  }

  async #exportFolder({ experiment, address, metrics }: Extract<EngineCommand, { type: 'exportFolder' }>) {
    const environment = this.#environment;
    const breathe = () => environment.breathe();
    const { name, files, hasScript } = await exportFolder({
      experiment,
      address,
      ...(metrics === undefined ? {} : { metrics }),
      model: await this.#sources.model(experiment.model, () => undefined),
      set: await this.#sources.set(experiment),
      source: environment.source(`models/${experiment.model}/`),
      breathe,
    });
    environment.emit({ type: 'folder', name, file: await zipFolder(name, files, breathe), hasScript });
  }

  /** Starts the loop and watches how it ends, without waiting for it. */
  #go(run: Run, steps: number | null = null): void {
    run.start(steps);
    run.done.catch((failure: unknown) => this.#report(run.id, failure));
  }

  async #prepare(command: Prepare, preparation: number): Promise<void> {
    const overtaken = () => preparation !== this.#preparation;
    const { runId, experiment } = command;
    await this.#closeRun();
    if (overtaken()) return;
    this.#environment.emit({ type: 'state', runId, state: 'preparing', step: 0 });
    const { resumeFrom } = command;
    const resumed = resumeFrom === undefined ? null : await this.#environment.snapshots.latest(resumeFrom);
    const choice = { prefer: command.backend, tune: command.tune === true };
    const backend = await this.#backend.open(resumed ? { ...choice, variants: resumed.variants } : choice);
    const model = await this.#sources.model(experiment.model, (loaded, total) =>
      this.#progress(runId, 'download', loaded, total ?? loaded),
    );
    const set = await this.#sources.set(experiment);
    if (overtaken()) return;
    this.#prepared = { command, model, set };
    this.#chunkLimit = Number.POSITIVE_INFINITY;
    // Weights trained from other bytes of this id would have another reference.
    if (resumeFrom !== undefined && resumed?.modelHash !== model.hash) {
      throw new EngineError('SNAPSHOT_MISSING', { step: resumed?.step ?? 0 });
    }
    if (resumeFrom !== undefined) await this.#inherit(resumeFrom, command);
    const run = await this.#openRun(this.#prepared, backend, resumed).catch(unrecovered);
    if (overtaken()) return;
    if (resumed) run.replayHistory();
    if (choice.tune && !resumed) await this.#backend.rememberVariants(backend);
    const preflight = await measurePreflight(run.benches, () => this.#environment.now());
    this.#environment.emit({ type: 'preflight', runId, preflight });
    this.#environment.emit({ type: 'state', runId, state: 'ready', step: run.step });
    if (command.autostart) this.#go(run);
  }

  /** The snapshots it comes from, its rivals' too. */
  async #inherit(from: RunId, { runId, experiment }: Prepare): Promise<void> {
    const { snapshots } = this.#environment;
    await inheritSnapshots(snapshots, from, runId);
    for (const { id } of rivalsOf(experiment)) {
      await inheritSnapshots(snapshots, rivalRunId(from, id), rivalRunId(runId, id));
    }
  }

  /** With fewer sequences at once where memory does not allow the whole batch: slower, and the same numbers. */
  async #openRun(parts: RunParts, backend: Backend, from: Snapshot | null): Promise<Run> {
    const { command, model, set } = parts;
    const { runId, experiment } = command;
    const references = this.#references;
    for (;;) {
      const chunkLimit = this.#chunkLimit;
      const rewardModels = this.#rewardModels;
      const benches = await openRace({ experiment, model, backend, set, references, chunkLimit, rewardModels });
      try {
        for (const [i, bench] of benches.entries()) {
          await warmUp(bench, (done, total) =>
            this.#progress(runId, 'compile', done + i * total, total * benches.length),
          );
        }
        await this.#prepareJudges(runId, benches);
        this.#run = new Run(runId, benches, this.#environment);
        if (from) await this.#run.restore(from);
        return this.#run;
      } catch (failure) {
        await closeRace(benches);
        if (describeFailure(failure).code !== 'OUT_OF_MEMORY' || !this.#halveChunks(experiment)) throw failure;
      }
    }
  }

  /** Before the run: a judge that must be trained is, and one that cannot judge these rows is refused. */
  async #prepareJudges(runId: RunId, [own, ...rivals]: readonly Workbench[]): Promise<void> {
    const preparation = this.#preparation;
    const judges = await own?.judges.ready(async (done, total) => {
      this.#progress(runId, 'judge', done, total);
      await this.#environment.breathe();
      if (preparation !== this.#preparation) throw new Overtaken();
    });
    for (const rival of rivals) await rival.judges.ready();
    const report = judges?.rewardModel ?? null;
    if (report !== null) this.#environment.emit({ type: 'rewardModel', runId, report });
  }

  /** False when a batch cannot be cut any further. */
  #halveChunks({ per_device_train_batch_size }: Experiment): boolean {
    const current = Math.min(this.#chunkLimit, per_device_train_batch_size);
    this.#chunkLimit = Math.ceil(current / 2);
    return this.#chunkLimit < current;
  }

  async #closeRun(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    if (run === null) return;
    await run.pause().catch(() => undefined);
    await run.dispose();
  }

  /** A lost device: a new one (the old adapter may be dead too), the newest snapshot, and on. Single-flight. */
  #recover(): Promise<void> {
    this.#recovering ??= this.#afterLoss().finally(() => {
      this.#recovering = null;
    });
    return this.#recovering;
  }

  async #afterLoss(): Promise<void> {
    this.#backend.forget();
    const now = this.#environment.now();
    this.#recoveries.push(now);
    const attempt = this.#recoveries.filter((time) => now - time < RECOVERY_WINDOW_MS).length;
    if (attempt <= RECOVERIES_MAX) return this.#reopen(attempt);
    const run = this.#run;
    const snapshot = (await run?.lastSnapshot()) ?? null;
    if (run) this.#environment.emit({ type: 'state', runId: run.id, state: 'failed', step: snapshot?.step ?? 0 });
    this.#emitError(run?.id ?? null, 'GPU_LOST', { attempts: attempt - 1 }, snapshot?.step ?? null);
  }

  /** The run again, from its newest snapshot, on whatever device there is now. */
  async #reopen(attempt: number): Promise<void> {
    const old = this.#run;
    const parts = this.#prepared;
    if (old === null || parts === null) return;
    const wasRunning = old.state === 'running' || old.state === 'failed';
    await old.pause().catch(() => undefined);
    await old.dispose().catch(() => undefined); // Its buffers may have gone with the device.
    this.#run = null;
    const snapshot = await old.lastSnapshot();
    try {
      const { backend: prefer, tune = false } = parts.command;
      const variants = snapshot?.variants;
      const backend = await this.#backend.open(variants ? { prefer, tune, variants } : { prefer, tune });
      const run = await this.#openRun(parts, backend, snapshot);
      this.#environment.emit({ type: 'recovered', runId: run.id, step: run.step, attempt });
      run.clearFailure('paused');
      if (wasRunning) this.#go(run);
    } catch (failure) {
      this.#environment.emit({ type: 'state', runId: old.id, state: 'failed', step: snapshot?.step ?? 0 });
      const { code, data } = describeFailure(failure);
      this.#emitError(old.id, code, data, snapshot?.step ?? null);
    }
  }

  async #report(runId: RunId | null, failure: unknown): Promise<void> {
    if (failure instanceof Overtaken) return;
    if (isDeviceLoss(failure)) return; // `lost` tells, and recovers.
    const { code, data } = describeFailure(failure);
    const run = this.#run?.id === runId ? this.#run : null;
    if (code === 'OUT_OF_MEMORY' && run && this.#halveChunks(run.bench.experiment)) return this.#reopen(1);
    const snapshot = (await run?.lastSnapshot().catch(() => null)) ?? null;
    if (run?.state === 'failed') run.clearFailure('failed');
    else if (runId !== null && run === null) this.#environment.emit({ type: 'state', runId, state: 'failed', step: 0 });
    this.#emitError(runId, code, data, snapshot?.step ?? null);
  }

  #emitError(runId: RunId | null, code: EngineErrorCode, data: ErrorData, rewindTo: number | null): void {
    this.#environment.emit({ type: 'error', runId, code, data, rewindTo });
  }

  #progress(runId: RunId, phase: RunPhase, done: number, total: number): void {
    this.#environment.emit({ type: 'progress', runId, phase, done, total, secondsLeft: null });
  }
}
