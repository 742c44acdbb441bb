import type { Experiment } from '../experiment/schema.ts';
import type { EngineCommand, EngineEvent, Preflight, RunId } from '../protocol.ts';
import type { SurveyEngine } from '../survey/runCell.ts';

/** How a fake run of an experiment goes. */
export interface FakeRun {
  /** Gold win rate at a step, of 64 prompts. */
  rate(step: number): number;
  readonly divergesAt?: number;
  readonly failsToPrepare?: boolean;
  readonly tokensPerStep?: number;
}

/**
 * An engine whose runs take a tenth of a second a step and two for an evaluation, by its own clock, one task a step. Events as
 * the real one gives them.
 */
export class FakeCellEngine implements SurveyEngine {
  readonly commands: EngineCommand[] = [];
  /** Experiments that were trained, in their order. */
  readonly trained: Experiment[] = [];
  private readonly listeners = new Set<(event: EngineEvent) => void>();
  private readonly runOf: (experiment: Experiment) => FakeRun;
  private run: { id: RunId; experiment: Experiment; step: number; state: string } | null = null;
  private clock = 0;

  constructor(runOf: (experiment: Experiment) => FakeRun) {
    this.runOf = runOf;
  }

  readonly now = () => this.clock;

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  say(event: EngineEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  send(command: EngineCommand): void {
    this.commands.push(command);
    if (command.type === 'prepare') {
      this.run = { id: command.runId, experiment: command.experiment, step: 0, state: 'preparing' };
      queueMicrotask(() => this.prepared(command));
      return;
    }
    const { run } = this;
    if (!('runId' in command) || run === null || command.runId !== run.id) return;
    if (command.type === 'evaluate') queueMicrotask(() => this.evaluate());
    if (command.type === 'start' && run.state === 'paused') this.go();
    if (command.type === 'pause' && run.state === 'running') this.enter('paused');
    if (command.type === 'stop') this.enter('stopped');
  }

  private prepared({ runId, experiment, autostart }: Extract<EngineCommand, { type: 'prepare' }>): void {
    if (this.run?.id !== runId) return;
    const fake = this.runOf(experiment);
    this.clock += 5000;
    if (fake.failsToPrepare) {
      this.enter('failed');
      this.say({ type: 'error', runId, code: 'DATA_RELATION_MISSING', data: {}, rewindTo: null });
      return;
    }
    const pairsPerStep = 1000;
    const tokens = { perStep: fake.tokensPerStep ?? pairsPerStep, pairsPerStep };
    const preflight = { backend: 'wasm', secondsPerStep: 0.1, tokens } as Preflight;
    this.say({ type: 'preflight', runId, preflight });
    this.enter('ready');
    if (!autostart) return;
    this.trained.push(experiment);
    this.go();
  }

  private go(): void {
    this.enter('running');
    if (this.run?.step === 0) this.evaluate();
    setImmediate(() => this.train());
  }

  private train(): void {
    const { run } = this;
    if (run?.state !== 'running') return;
    const { divergesAt } = this.runOf(run.experiment);
    run.step++;
    this.clock += 100;
    this.say({ type: 'steps', runId: run.id, records: [{ step: run.step, values: {} }] });
    if (run.step === divergesAt) {
      this.enter('failed');
      this.say({ type: 'error', runId: run.id, code: 'LOSS_DIVERGED', data: { step: run.step }, rewindTo: null });
      return;
    }
    const { eval_steps, max_steps } = run.experiment;
    if (run.step % eval_steps === 0 || run.step === max_steps) this.evaluate();
    if (run.state !== 'running') return;
    if (run.step === max_steps) this.enter('finished');
    else setImmediate(() => this.train());
  }

  private evaluate(): void {
    const { run } = this;
    if (run === null) return;
    this.clock += 2000;
    const value = this.runOf(run.experiment).rate(run.step);
    const values = { gold_win_rate: { value, n: 64 }, 'eval_logps/chosen': { value: -50 + run.step, n: 200 } };
    this.say({ type: 'evaluation', runId: run.id, evaluation: { step: run.step, values, dots: [], samples: [] } });
  }

  private enter(state: 'ready' | 'running' | 'paused' | 'stopped' | 'failed' | 'finished'): void {
    if (this.run === null) return;
    this.run.state = state;
    this.say({ type: 'state', runId: this.run.id, state, step: this.run.step });
  }
}
