import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/engine/claims/types.ts';
import { judge } from '../../src/engine/claims/verdict.ts';
import { decodeLink, defaultExperiment } from '../../src/engine/index.ts';
import { claimsPage } from './claimsPage.ts';
import { parseOptions } from './parseOptions.ts';
import { reportClaims } from './reportClaims.ts';

describe('parseOptions', () => {
  const known = ['M01', 'M02', 'M03'];

  it('takes all claims and three seeds where nothing is said', () => {
    expect(parseOptions([], known)).toEqual({ ids: known, seeds: [1, 2, 3], json: false, write: false });
  });

  it('keeps the claims’ order, and reads ids in small letters', () => {
    expect(parseOptions(['m03', 'M01', '--seeds', '7', '--write'], known)).toMatchObject({
      ids: ['M01', 'M03'],
      seeds: [7],
      write: true,
    });
  });

  it('names what it does not know', () => {
    expect(() => parseOptions(['M09'], known)).toThrow('unknown: M09; there are M01, M02, M03');
    expect(() => parseOptions(['--seeds', '1,x'], known)).toThrow('no seed: "x"');
    expect(() => parseOptions(['--seeds', '2,2'], known)).toThrow('twice');
    expect(() => parseOptions(['--sed', '2'], known)).toThrow('--sed');
  });
});

const claim: Claim = {
  id: 'M01',
  arxiv: '2301.00001',
  claim: 'It helps.',
  figure: 'ours less theirs',
  setting: 'nano-1',
  expected: { min: 0 },
  preset: { ...defaultExperiment('sigmoid'), max_steps: 7 },
  measure: () => 1,
};
const second: Claim = { ...claim, id: 'M02' };
const seen = (id: string, figures: readonly number[]) => ({
  id,
  seeds: figures.map((_, i) => i + 1),
  judged: judge(figures, claim.expected),
});

describe('reportClaims', () => {
  it('lists what was measured, and what was not', () => {
    const [first, other] = reportClaims([claim, second], [], [seen('M01', [1, 2, 3])]);
    // The interval of mean 2, sd 1 is −0.484 … 4.484: it reaches below the bound.
    expect(first).toMatchObject({ measured: 2, sd: 1, seeds: [1, 2, 3], verdict: 'undecided' });
    expect(decodeLink(first?.link ?? '').experiment.max_steps).toBe(7);
    expect(other).toMatchObject({ measured: null, sd: null, seeds: [], verdict: null });
  });

  it('keeps what it was not asked about, unless the claim has changed', () => {
    const before = reportClaims([claim, second], [], [seen('M01', [1, 1.1, 0.9]), seen('M02', [-1, -1.1, -0.9])]);
    expect(reportClaims([claim, second], before, [seen('M02', [2, 2.1, 1.9])])).toMatchObject([
      { measured: 1, verdict: 'holds' },
      { verdict: 'holds' },
    ]);
    const [changed] = reportClaims([{ ...claim, expected: { min: 0.5 } }], before, []);
    expect(changed).toMatchObject({ measured: null, verdict: null });
  });

  it('does not give up seeds for fewer', () => {
    const before = reportClaims([claim], [], [seen('M01', [1, 1.1, 0.9])]);
    expect(reportClaims([claim], before, [seen('M01', [5])])[0]).toMatchObject({ measured: 1, seeds: [1, 2, 3] });
    expect(reportClaims([claim], [], [seen('M01', [5])])[0]).toMatchObject({ measured: 5, sd: null });
  });
});

describe('claimsPage', () => {
  it('says of each claim what came of it', () => {
    const report = reportClaims([claim, second], [], [seen('M01', [-1, -1.1, -0.9])]);
    const page = claimsPage(report);
    expect(page).toMatch(/\| M01 +\| It helps\. +\| −1 ± 0\.1 +\| 3 +\| ≥ 0 +\| \*\*does not hold\*\* \|/);
    expect(page).toMatch(/## Not yet measured\n\nM02:/);
    expect(page).toContain('https://arxiv.org/abs/2301.00001');
    expect(page).toContain(`\`#${report[0]?.link}\``);
  });
});
