import { definedMetrics } from '../metrics/aggregate.ts';
import { meanWithInterval, shareWithInterval } from '../metrics/intervals.ts';
import type { MetricValue, MetricValues } from '../metrics/types.ts';
import type { SampledAnswer } from '../model/sampler.ts';
import type { Knobs, World } from '../worlds/types.ts';

/** What the world's rules tell of fresh answers, whoever judges them. Intervals are over answers. */
export function worldMetrics(
  world: World,
  knobs: Knobs,
  prompts: readonly string[],
  answers: readonly Pick<SampledAnswer, 'text' | 'finished'>[],
): MetricValues {
  const share = (holds: (prompt: string, answer: Pick<SampledAnswer, 'text' | 'finished'>) => boolean) =>
    shareWithInterval(answers.map((answer, i) => (holds(prompts[i] ?? '', answer) ? 1 : 0)));
  const { verify } = world;
  const texts = answers.map(({ text }) => text);
  const values: Record<string, MetricValue | null> = {
    well_formed: share((prompt, { text, finished }) => finished && world.wellFormed(prompt, text)),
  };
  if (verify) {
    values.verified = meanWithInterval(texts.map((text, i) => verify(prompts[i] ?? '', text)));
    values.all_verified = share((prompt, { text }) => verify(prompt, text) === 1);
  }
  if (answers.length > 0) {
    Object.assign(values, world.measure?.(prompts, texts, knobs));
  }
  return definedMetrics(values);
}
