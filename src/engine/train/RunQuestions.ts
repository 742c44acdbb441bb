import { judgeAgreement } from '../judges/judgeAgreement.ts';
import { personJudge } from '../judges/personJudge.ts';
import type { JudgedComparison } from '../person/types.ts';
import type { EngineCommand } from '../protocol.ts';
import { compareAnswers } from './compareAnswers.ts';
import { inspectPair } from './inspectPair.ts';
import type { Racer } from './racer.ts';
import type { RunEnvironment } from './runEnvironment.ts';
import { samplePair } from './samplePair.ts';
import type { Turns } from './Turns.ts';

/** What may be asked of a run's own objective between two of its steps. Answers are events. */
export class RunQuestions {
  readonly #own: Racer;
  readonly #environment: Pick<RunEnvironment, 'emit' | 'snapshots'>;
  readonly #turns: Turns;

  constructor(own: Racer, environment: Pick<RunEnvironment, 'emit' | 'snapshots'>, turns: Turns) {
    this.#own = own;
    this.#environment = environment;
    this.#turns = turns;
  }

  /** Answers 'inspection'. */
  async inspect(index: number): Promise<void> {
    const inspection = await this.#turns.take(() => {
      const { step, objective } = this.#own.trainer;
      return inspectPair(this.#own.bench, index, step, objective);
    });
    this.#environment.emit({ type: 'inspection', runId: this.#own.id, inspection });
  }

  /** Answers 'sampled'. */
  async sample(prompt: string): Promise<void> {
    const text = prompt.endsWith('\n') ? prompt : `${prompt}\n`;
    const { id, bench, step } = this.#own;
    const sample = await this.#turns.take(() => samplePair(bench, text, step));
    this.#environment.emit({ type: 'sampled', runId: id, step, sample });
  }

  /** The run's saved checkpoints, its start and its present weights against each other. Answers 'checkpoints'. */
  async compareCheckpoints(): Promise<void> {
    const { emit, snapshots } = this.#environment;
    const { id } = this.#own;
    const comparison = await this.#turns.take(async () => {
      const { step, bench, trainer } = this.#own;
      const byStep = new Map<number, Float32Array>([
        [0, bench.model.weights],
        [step, await bench.policy.download('parameters')],
      ]);
      for (let next = await snapshots.latest(id); next; next = await snapshots.latest(id, next.step - 1)) {
        if (!byStep.has(next.step)) byStep.set(next.step, next.parameters);
      }
      const checkpoints = [...byStep].map(([at, parameters]) => ({ step: at, parameters }));
      return trainer.compareCheckpoints(checkpoints, (done, total) =>
        emit({ type: 'progress', runId: id, phase: 'evaluate', done, total, secondsLeft: null }),
      );
    });
    emit({ type: 'checkpoints', runId: id, comparison });
  }

  /** Answers 'comparisons'. */
  async compare(command: Extract<EngineCommand, { type: 'compare' }>): Promise<void> {
    const { id, bench, step } = this.#own;
    const { comparisons, next } = await this.#turns.take(() => compareAnswers(bench, command));
    this.#environment.emit({ type: 'comparisons', runId: id, step, comparisons, next });
  }

  /** The person beside the run's training judge, on what the person has judged. Answers 'agreement'. */
  async agree(judged: readonly JudgedComparison[]): Promise<void> {
    const { id, bench } = this.#own;
    const rate = await this.#turns.take(async () => {
      const { training } = await bench.judges.ready();
      if (training === null) return null;
      const asked = {
        prompts: judged.map(({ prompt }) => prompt),
        first: judged.map(({ first }) => first),
        second: judged.map(({ second }) => second),
      };
      return judgeAgreement(personJudge(judged), training, asked);
    });
    this.#environment.emit({ type: 'agreement', runId: id, training: rate && { value: rate.rate, n: rate.n } });
  }
}
