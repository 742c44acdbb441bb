import { verdictsOf } from '../judges/verdictsOf.ts';
import type { AnswerSource, Comparison } from '../person/types.ts';
import type { EngineCommand } from '../protocol.ts';
import { answerPrompts } from './answers.ts';
import { randomStream } from './rng.ts';
import type { Workbench } from './workbench.ts';

type Compare = Pick<Extract<EngineCommand, { type: 'compare' }>, 'count' | 'from' | 'between'>;

/** Comparisons asked for at once, at most. */
const COUNT_MAX = 64;

/**
 * Two fresh answers each to training prompts, in an order that tells nothing: which stands first is a draw of its own stream. Prompts
 * come in the order of the seed; past the last one they come again, with other answers. Pairs of equal answers are left out.
 *
 * @returns the comparisons, and the number of the prompt to go on with
 */
export async function compareAnswers(
  bench: Workbench,
  { count, from, between }: Compare,
): Promise<{ readonly comparisons: readonly Comparison[]; readonly next: number }> {
  const { experiment, set, policy, reference, judges } = bench;
  const distinct = [...new Set(set.train.map(({ prompt }) => prompt))];
  const order = randomStream(experiment.seed, 'person/prompts').shuffled(distinct);
  const asked = Math.min(Math.max(1, Math.floor(count)), COUNT_MAX);
  const start = Math.max(0, Math.floor(from));
  const prompts = Array.from({ length: asked }, (_, i) => order[(start + i) % order.length] ?? '');
  const own = await answerPrompts(bench, policy, prompts, `sampling/person/${start}`);
  const isReference = between === 'policy_reference';
  const other = await answerPrompts(bench, isReference ? reference : policy, prompts, `sampling/person/${start}/other`);
  const random = randomStream(experiment.seed, `person/order/${start}`);
  const drawn = prompts.map((prompt, i) => {
    const ofPolicy: [string, AnswerSource] = [own[i]?.text ?? '', 'policy'];
    const ofOther: [string, AnswerSource] = [other[i]?.text ?? '', isReference ? 'reference' : 'policy'];
    const [[first, firstFrom], [second, secondFrom]] =
      random.uniform() < 0.5 ? [ofPolicy, ofOther] : [ofOther, ofPolicy];
    return { prompt, first, second, firstFrom, secondFrom };
  });
  const different = drawn.filter(({ first, second }) => first.trim() !== second.trim());
  const { gold } = await judges.ready();
  const verdicts =
    gold &&
    (await verdictsOf(
      gold,
      different.map(({ prompt }) => prompt),
      different.map(({ first }) => first),
      different.map(({ second }) => second),
    ));
  return {
    comparisons: different.map((comparison, i) => ({ ...comparison, gold: verdicts?.[i] ?? null })),
    next: start + asked,
  };
}
