import { decodeLink, encodeLink } from '../experiment/codec.ts';
import type { MetricValues } from '../metrics/types.ts';
import { claimExperiment } from './claimExperiment.ts';
import type { Claim, Trained } from './types.ts';

const STEPS = 20;

const experiment = (seed: number) => claimExperiment({ loss: 'sigmoid', changes: { max_steps: STEPS, seed } });

/** The survey as a bench: a table is worth what its link reproduces. */
export const m31: Claim = {
  id: 'M31',
  arxiv: '2503.11701',
  claim: 'An experiment’s link, run again, gives identical numbers.',
  figure: 'values that differ between two runs, the second from the first’s link: of every step and both evaluations',
  setting: `nano-1, style with κ = 2, DPO, ${STEPS} steps of 32 pairs, on one machine and backend`,
  expected: { max: 0 },
  preset: experiment(42),
  async measure(lab, seed) {
    const first = await lab.train(experiment(seed));
    const second = await lab.train(decodeLink(encodeLink(experiment(seed))).experiment);
    return differing(numbers(first), numbers(second));
  },
};

function numbers({ records, evaluations }: Trained): ReadonlyMap<string, number> {
  const rows: readonly { readonly step: number; readonly values: MetricValues }[] = [...records, ...evaluations];
  return new Map(
    rows.flatMap(({ step, values }, row) =>
      Object.entries(values).map(([id, { value }]) => [`${row}/${step}/${id}`, value] as const),
    ),
  );
}

function differing(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].filter((name) => !Object.is(a.get(name), b.get(name))).length;
}
