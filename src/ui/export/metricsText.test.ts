import { expect, it } from 'vitest';
import { defaultExperiment } from '../../engine/index.ts';
import type { RunRecord } from '../series/RunSeries.ts';
import { metricsCsv, metricsJson } from './metricsText.ts';
import type { ShownOrigin } from './shownOrigin.ts';

const ORIGIN: ShownOrigin = {
  kind: 'live',
  name: 'a,"b"',
  experiment: defaultExperiment(),
  link: 'v=1&model=nano-1',
  isChanged: true,
};
const RECORDS: readonly RunRecord[] = [
  {
    source: 'evaluation',
    step: 0,
    values: { 'eval_rewards/margins': { value: 0.1 + 0.2, n: 200, low: 0.25, high: 0.35 } },
  },
  { source: 'train', step: 1, values: { loss: { value: Number.NaN, n: 32 }, grad_norm: { value: 1e-7, n: 1 } } },
];

it('writes a value a line, to the last digit, quoted as RFC 4180 asks', () => {
  expect(metricsCsv(ORIGIN, RECORDS)).toBe(
    [
      'run,phase,step,metric,value,n,low,high',
      '"a,""b""",evaluation,0,eval_rewards/margins,0.30000000000000004,200,0.25,0.35',
      '"a,""b""",train,1,loss,NaN,32,,',
      '"a,""b""",train,1,grad_norm,1e-7,1,,',
      '',
    ].join('\n'),
  );
});

it('says in JSON what the run was, and apart what is of steps and what of evaluations', () => {
  const read = JSON.parse(metricsJson(ORIGIN, RECORDS, 'https://a.b/c'));
  expect(read).toMatchObject({
    schema: 'alignment-playground/metrics/1',
    link: 'https://a.b/c#v=1&model=nano-1',
    recorded: false,
    settings_changed_under_way: true,
    experiment: { seed: 42 },
    evaluations: [{ step: 0, values: { 'eval_rewards/margins': { value: 0.30000000000000004, n: 200 } } }],
    steps: [{ step: 1, values: { loss: { value: null, n: 32 }, grad_norm: { value: 1e-7, n: 1 } } }],
  });
});
