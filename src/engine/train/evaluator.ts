import { collate } from '../data/collate.ts';
import type { TokenizedRow } from '../data/tokenizeRow.ts';
import type { Judge } from '../judges/types.ts';
import { verdictsOf } from '../judges/verdictsOf.ts';
import type { Hyperparameters, MethodDefinition } from '../methods/types.ts';
import type { MetricValues } from '../metrics/types.ts';
import type { SampledAnswer } from '../model/sampler.ts';
import { scoreSequences } from '../model/scorer.ts';
import type { Evaluation, EvaluationDetails, LengthDot, SamplePair } from '../protocol.ts';
import { answerPrompts } from './answers.ts';
import { evaluateBatch, type ObjectiveSettings, type ScoredBatch } from './evaluateBatch.ts';
import { heldoutMetrics, lengthLine, sampleMetrics } from './evaluationMetrics.ts';
import { lengthControlMetrics } from './lengthControlMetrics.ts';
import { theoryFacts } from './rankingMetrics.ts';
import { randomStream } from './rng.ts';
import { scoreBatch } from './scoreBatch.ts';
import { trueProbability } from './trueProbability.ts';
import type { Workbench } from './workbench.ts';
import { worldMetrics } from './worldMetrics.ts';

/** Dots of the scatter that are reported: a chart draws no more. */
const DOTS_MAX = 200;

/**
 * One dot a completion. Its reward is a function of the completion alone: β times the log-ratio to the reference, summed
 * over its tokens, or the method's own score where there is no reference. (LD-DPO's training reward also depends on the
 * other answer of the pair, IPO's is an average: a scatter against length would mix that in.)
 */
function lengthDots(
  scored: ScoredBatch,
  role: 'chosen' | 'rejected',
  method: MethodDefinition,
  hyper: Hyperparameters,
  rows: readonly TokenizedRow[],
): LengthDot[] {
  const { logps, refLogps, lengths } = scored[role];
  const own = role === 'chosen' ? scored.chosenRewards : scored.rejectedRewards;
  const beta = hyper.beta ?? 1;
  const referenced = method.needs.references.length > 0;
  return Array.from(lengths, (length, i) => ({
    length,
    reward: referenced ? beta * ((logps[i] ?? 0) - (refLogps[i] ?? 0)) : (own[i] ?? 0),
    gold: rows[i]?.row[`score_${role}`] ?? null,
    role,
  }));
}

interface HeldoutFacts {
  readonly values: MetricValues;
  readonly dots: LengthDot[];
  readonly details: Omit<EvaluationDetails, 'lengthWarnings'>;
}

/** 1 where the first answer wins, 0.5 for a tie, 0 where it loses. [prompts] */
export interface AnswerComparison {
  readonly judged: Float64Array | null;
  readonly gold: Float64Array | null;
}

interface AnswerFacts {
  readonly values: MetricValues;
  readonly samples: SamplePair[];
  readonly lengthWarnings: EvaluationDetails['lengthWarnings'];
}

/** Evenly, down to what a chart draws. */
function thinned<T>(items: readonly T[]): T[] {
  const stride = Math.ceil(items.length / DOTS_MAX);
  return items.filter((_, i) => i % stride === 0);
}

/**
 * Evaluates a policy on held-out pairs and on fresh answers to held-out prompts. Answers come from streams named after the
 * step, so an evaluation gives the same numbers whether or not others came before it.
 */
export class Evaluator {
  readonly #bench: Workbench;
  readonly #prompts: readonly string[];
  /** The reference's answers to the evaluation prompts, drawn once. */
  #baseline: Promise<readonly SampledAnswer[]> | null = null;

  constructor(bench: Workbench) {
    this.#bench = bench;
    const prompts = new Set(bench.set.heldout.map((row) => row.prompt));
    this.#prompts = [...prompts].slice(0, bench.experiment.eval_prompts);
  }

  /** Held-out prompts that are answered. */
  get prompts(): readonly string[] {
    return this.#prompts;
  }

  async evaluate(
    step: number,
    objective: ObjectiveSettings,
    onProgress: (done: number, total: number) => void = () => {},
  ): Promise<Evaluation> {
    onProgress(0, 2);
    const heldout = await this.#scoreHeldout(objective);
    onProgress(1, 2);
    const fresh = await this.#judgeAnswers(step);
    onProgress(2, 2);
    return {
      step,
      values: { ...heldout.values, ...fresh.values },
      dots: heldout.dots,
      samples: fresh.samples,
      details: { ...heldout.details, lengthWarnings: fresh.lengthWarnings },
    };
  }

  async #scoreHeldout(objective: ObjectiveSettings): Promise<HeldoutFacts> {
    const { hyper } = objective;
    const { heldout, experiment, method, model, set } = this.#bench;
    const rows = heldout.slice(0, experiment.eval_pairs);
    // The same draws at every evaluation, so that evaluations compare.
    const random = randomStream(experiment.seed, 'objective/evaluation');
    const batch = collate(rows, method.needs, model.config.contextLength, { ownPairs: true, random });
    const scores = await scoreBatch(this.#bench, batch);
    const scored = evaluateBatch(method, batch, scores, objective);
    const { chosen, rejected } = batch.relation;
    const dots = [
      ...lengthDots(scored, 'chosen', method, hyper, rows),
      ...lengthDots(scored, 'rejected', method, hyper, rows),
    ];
    const completions = [...chosen, ...rejected].flatMap((sequence) => {
      const score = scores.sequences[sequence];
      return score ? [{ scores: score, length: batch.sequences[sequence]?.completionLength ?? 0 }] : [];
    });
    const beta = method.needs.references.length > 0 ? (hyper.beta ?? null) : null;
    const theory = theoryFacts(
      scored,
      beta,
      rows.map(({ row }) => trueProbability(set, row)),
    );
    return {
      values: { ...heldoutMetrics(scored, dots, completions), ...theory.values },
      // Every other dot of each role, so that a small sample still pairs up.
      dots: thinned(dots),
      details: {
        pairs: theory.pairs && { ...theory.pairs, dots: thinned(theory.pairs.dots) },
        reliability: theory.calibration?.bins ?? null,
        lengthLine: lengthLine(dots),
      },
    };
  }

  async #judgeAnswers(step: number): Promise<AnswerFacts> {
    const { experiment, set, model, plans, policy, reference } = this.#bench;
    if (this.#prompts.length === 0) return { values: {}, samples: [], lengthWarnings: [] };
    this.#baseline ??= this.answer(reference, 'sampling/reference');
    const baseline = await this.#baseline.catch((failure: unknown) => {
      this.#baseline = null; // A lost device must not be remembered.
      throw failure;
    });
    const current = await this.answer(policy, `sampling/policy/${step}`);

    // The same answers under the reference, for the KL estimate.
    const { tokenizer } = model;
    const sequences = current.map(({ ids }, i) => {
      const bos = tokenizer.bos === null ? [] : [tokenizer.bos];
      return [...bos, ...tokenizer.encode(this.#prompts[i] ?? ''), ...ids].slice(-model.config.contextLength);
    });
    const refScores = await scoreSequences(plans, reference, sequences);
    const refLogps = refScores.map(({ logps }, i) => logps.slice(logps.length - (current[i]?.ids.length ?? 0)));

    const judges = await this.#bench.judges.ready();
    const texts = { first: current.map(({ text }) => text), second: baseline.map(({ text }) => text) };
    const judged = await this.#judge(judges.training, texts);
    const gold = await this.#judge(judges.gold, texts);
    const samples = current.map(
      (answer, i): SamplePair => ({
        prompt: this.#prompts[i] ?? '',
        policy: answer.text,
        reference: baseline[i]?.text ?? '',
        policyTokens: answer.ids.length,
        referenceTokens: baseline[i]?.ids.length ?? 0,
        judged: judged.verdicts?.[i] ?? null,
        goldJudged: gold.verdicts?.[i] ?? null,
      }),
    );
    const lengthsOf = (answers: readonly SampledAnswer[]) => answers.map(({ ids }) => ids.length);
    const byLength = { lengths: lengthsOf(current), baselineLengths: lengthsOf(baseline) };
    const controlled = lengthControlMetrics(
      { ...byLength, judged: judged.verdicts, gold: gold.verdicts },
      experiment.seed,
    );
    return {
      values: {
        ...sampleMetrics(current, refLogps, {
          judged: judged.verdicts,
          gold: gold.verdicts,
          judgeScores: judged.scores,
          goldScores: gold.scores,
        }),
        ...controlled.values,
        ...(set.world ? worldMetrics(set.world, set.knobs, this.#prompts, current) : {}),
      },
      lengthWarnings: controlled.warnings,
      samples: samples.slice(0, set.world ? SAMPLES_SHOWN : samples.length),
    };
  }

  /** Fresh answers of the weights in `store` to the evaluation prompts, from the named stream. */
  answer(store: Workbench['policy'], streamName: string): Promise<SampledAnswer[]> {
    return answerPrompts(this.#bench, store, this.#prompts, streamName);
  }

  /** Both judges on two lists of answers to the evaluation prompts; null where nobody judges. */
  async compare(first: readonly string[], second: readonly string[]): Promise<AnswerComparison> {
    const { training, gold } = await this.#bench.judges.ready();
    const by = async (judge: Judge | null) => judge && verdictsOf(judge, this.#prompts, first, second);
    return { judged: await by(training), gold: await by(gold) };
  }

  /** Of a judge that compares only there are no scores; without a judge there is nothing. */
  async #judge(
    judge: Judge | null,
    { first, second }: { readonly first: readonly string[]; readonly second: readonly string[] },
  ): Promise<{ readonly verdicts: Float64Array | null; readonly scores: Float64Array | null }> {
    if (judge === null) return { verdicts: null, scores: null };
    return {
      verdicts: await verdictsOf(judge, this.#prompts, first, second),
      scores: (await judge.score?.(this.#prompts, first)) ?? null,
    };
  }
}

/** Samples reported with an evaluation; the judges saw all. */
const SAMPLES_SHOWN = 16;
