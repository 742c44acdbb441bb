import type { Backend } from '../kernels/index.ts';
import { EngineError, type EngineErrorCode, type ErrorData } from './errors.ts';
import { rivalRunId, rivalsOf } from './experiment/race.ts';
import { exportExperiment } from './export/exportExperiment.ts';
import { describeFailure, isDeviceLoss, unrecovered } from './failures.ts';
import { ImportDesk, type ImportEnvironment } from './ImportDesk.ts';
import { LoadedSources } from './loadedSources.ts';
import type { ModelSource } from './model/modelSource.ts';
import type { EngineCommand, RunId } from './protocol.ts';
import { Recovery } from './Recovery.ts';
import { commandRun } from './runCommands.ts';
import { type BackendEnvironment, SessionBackend } from './SessionBackend.ts';
import { type PersonStore, personStore } from './storage/personStore.ts';
import { measurePreflight } from './train/preflight.ts';
import { Overtaken, type PrepareCommand, RunOpener, type RunParts } from './train/RunOpener.ts';
import type { Run } from './train/run.ts';
import type { RunEnvironment } from './train/runEnvironment.ts';
import { inheritSnapshots, type Snapshot } from './train/snapshot.ts';

export interface SessionEnvironment extends RunEnvironment, BackendEnvironment, ImportEnvironment {
  /** A folder below the site's base, e.g. 'models/nano-1/'. */
  source(folder: string): ModelSource;
  /** Left out: what a person judges is kept while the session lives. */
  readonly person?: PersonStore;
}

/**
 * What the worker does, without the worker: commands in, events out. One run at a time; a new one ends the last.
 * Restart-from-snapshot is the one recovery: a reload, a lost device and a rewind all go through it.
 */
export class Session {
  readonly #environment: SessionEnvironment;
  readonly #person: PersonStore;
  readonly #sources: LoadedSources;
  readonly #imports: ImportDesk;
  readonly #backend: SessionBackend;
  readonly #opener: RunOpener;
  readonly #recovery: Recovery;
  #prepared: RunParts | null = null;
  #run: Run | null = null;
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
      () => this.#recovery.recover(),
    );
    this.#opener = new RunOpener(environment);
    this.#recovery = new Recovery({
      now: () => environment.now(),
      forgetDevice: () => this.#backend.forget(),
      reopen: (attempt) => this.#reopen(attempt),
      giveUp: (attempts) => this.#giveUp(attempts),
    });
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
        this.#environment.emit(
          await exportExperiment(
            command,
            this.#sources,
            (folder) => this.#environment.source(folder),
            () => this.#environment.breathe(),
          ),
        );
        return;
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

  /** Starts the loop and watches how it ends, without waiting for it. */
  #go(run: Run, steps: number | null = null): void {
    run.start(steps);
    run.done.catch((failure: unknown) => this.#report(run.id, failure));
  }

  async #prepare(command: PrepareCommand, preparation: number): Promise<void> {
    const overtaken = () => preparation !== this.#preparation;
    const { runId, experiment } = command;
    await this.#closeRun();
    if (overtaken()) return;
    this.#environment.emit({ type: 'state', runId, state: 'preparing', step: 0 });
    const { resumeFrom } = command;
    const resumed = resumeFrom === undefined ? null : await this.#environment.snapshots.latest(resumeFrom);
    const choice = { prefer: command.backend, tune: command.tune === true };
    const backend = await this.#backend.open(resumed ? { ...choice, variants: resumed.variants } : choice);
    const model = await this.#sources.model(experiment.model, (done, total) =>
      this.#environment.emit({
        type: 'progress',
        runId,
        phase: 'download',
        done,
        total: total ?? done,
        secondsLeft: null,
      }),
    );
    const set = await this.#sources.set(experiment);
    if (overtaken()) return;
    this.#prepared = { command, model, set };
    this.#opener.forgetChunks();
    // Weights trained from other bytes of this id would have another reference.
    if (resumeFrom !== undefined && resumed?.modelHash !== model.hash) {
      throw new EngineError('SNAPSHOT_MISSING', { step: resumed?.step ?? 0 });
    }
    if (resumeFrom !== undefined) await this.#inherit(resumeFrom, command);
    const run = await this.#openRun(this.#prepared, backend, resumed, overtaken).catch(unrecovered);
    if (overtaken()) return;
    if (resumed) run.replayHistory();
    if (choice.tune && !resumed) await this.#backend.rememberVariants(backend);
    const preflight = await measurePreflight(run.benches, () => this.#environment.now());
    this.#environment.emit({ type: 'preflight', runId, preflight });
    this.#environment.emit({ type: 'state', runId, state: 'ready', step: run.step });
    if (command.autostart) this.#go(run);
  }

  /** The snapshots it comes from, its rivals' too. */
  async #inherit(from: RunId, { runId, experiment }: PrepareCommand): Promise<void> {
    const { snapshots } = this.#environment;
    await inheritSnapshots(snapshots, from, runId);
    for (const { id } of rivalsOf(experiment)) {
      await inheritSnapshots(snapshots, rivalRunId(from, id), rivalRunId(runId, id));
    }
  }

  #openRun(parts: RunParts, backend: Backend, from: Snapshot | null, isOvertaken: () => boolean): Promise<Run> {
    const adopt = (run: Run) => {
      this.#run = run;
    };
    return this.#opener.open(parts, backend, from, adopt, isOvertaken);
  }

  async #closeRun(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    if (run === null) return;
    await run.pause().catch(() => undefined);
    await run.dispose();
  }

  async #giveUp(attempts: number): Promise<void> {
    const run = this.#run;
    const snapshot = (await run?.lastSnapshot()) ?? null;
    if (run) this.#environment.emit({ type: 'state', runId: run.id, state: 'failed', step: snapshot?.step ?? 0 });
    this.#emitError(run?.id ?? null, 'GPU_LOST', { attempts }, snapshot?.step ?? null);
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
      const preparation = this.#preparation;
      const run = await this.#openRun(parts, backend, snapshot, () => preparation !== this.#preparation);
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
    if (code === 'OUT_OF_MEMORY' && run && this.#opener.halveChunks(run.bench.experiment)) return this.#reopen(1);
    const snapshot = (await run?.lastSnapshot().catch(() => null)) ?? null;
    if (run?.state === 'failed') run.clearFailure('failed');
    else if (runId !== null && run === null) this.#environment.emit({ type: 'state', runId, state: 'failed', step: 0 });
    this.#emitError(runId, code, data, snapshot?.step ?? null);
  }

  #emitError(runId: RunId | null, code: EngineErrorCode, data: ErrorData, rewindTo: number | null): void {
    this.#environment.emit({ type: 'error', runId, code, data, rewindTo });
  }
}
