import type { SamplePair } from '../protocol.ts';
import { answerPrompts } from './answers.ts';
import type { Workbench } from './workbench.ts';

/** One answer of policy and reference to a prompt of the person's own; nobody judges it. */
export async function samplePair(bench: Workbench, prompt: string, step: number): Promise<SamplePair> {
  const [policy] = await answerPrompts(bench, bench.policy, [prompt], `sampling/asked/${step}`);
  const [reference] = await answerPrompts(bench, bench.reference, [prompt], 'sampling/asked/reference');
  return {
    prompt,
    policy: policy?.text ?? '',
    reference: reference?.text ?? '',
    policyTokens: policy?.ids.length ?? 0,
    referenceTokens: reference?.ids.length ?? 0,
    judged: null,
    goldJudged: null,
  };
}
