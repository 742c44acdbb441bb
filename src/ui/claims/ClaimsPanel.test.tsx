import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, encodeLink, type ReportedClaim } from '../../engine/index.ts';
import { ClaimSentence } from './ClaimLine.tsx';
import { ClaimsList } from './ClaimsPanel.tsx';
import { claimsOf, countVerdicts } from './claimsOf.ts';
import { readClaims } from './readClaims.ts';

const experiment = { ...defaultExperiment('ld_dpo'), max_steps: 7 };
const holding: ReportedClaim = {
  id: 'M04',
  arxiv: '2409.06411',
  claim: 'Its reward follows length less.',
  figure: 'correlation, DPO’s less LD-DPO’s',
  setting: 'nano-1, 7 steps',
  expected: { min: 0.1 },
  link: encodeLink(experiment),
  measured: 0.6124,
  sd: 0.0213,
  seeds: [1, 2, 3],
  verdict: 'holds',
};
const failing: ReportedClaim = {
  ...holding,
  id: 'M23',
  measured: -2,
  verdict: 'does-not-hold',
  link: 'v=1&model=nano-1&loss=rpo',
};
const waiting: ReportedClaim = { ...holding, id: 'M42', measured: null, sd: null, seeds: [], verdict: null };
const text = (html: string) => html.replace(/<[^>]+>/g, '');

describe('the list', () => {
  const html = renderToStaticMarkup(<ClaimsList claims={[holding, failing, waiting]} />);

  it('counts the verdicts and gives each with its figure, spread, seeds and bound', () => {
    expect(text(html)).toContain('1 holds, 1 does not hold, 1 not yet measured');
    const two = renderToStaticMarkup(<ClaimsList claims={[holding, holding, failing, failing]} />);
    expect(text(two)).toContain('2 hold, 2 do not hold');
    expect(text(html)).toContain('0.612 ± 0.0213 (3 seeds), expected at least 0.1: correlation, DPO’s less LD-DPO’s');
    expect(html).toMatch(/data-claim-verdict="does-not-hold">does not hold</);
  });

  it('links every claim to its preset', () => {
    expect(html).toContain(`href="#${encodeLink(experiment).replaceAll('&', '&amp;')}"`);
    expect(html.match(/href="#/g)).toHaveLength(3);
  });

  it('is not there without a report', () => {
    expect(renderToStaticMarkup(<ClaimsList claims={[]} />)).toBe('');
  });
});

describe('the sentence beside the plots', () => {
  it('says what the paper claims and what came of it', () => {
    const sentence = text(renderToStaticMarkup(<ClaimSentence claim={failing} />));
    expect(sentence).toContain('The paper claims: Its reward follows length less.');
    expect(sentence).toContain('Here: −2 ± 0.0213, 3 seeds: does not hold.');
    expect(text(renderToStaticMarkup(<ClaimSentence claim={waiting} />))).toContain('Here: not yet measured.');
  });
});

describe('claimsOf', () => {
  it('finds the claim of its preset with any seed, and of no other experiment', () => {
    expect(claimsOf([failing, holding], { ...experiment, seed: 7 })).toEqual([holding]);
    expect(claimsOf([failing, holding], { ...experiment, max_steps: 8 })).toEqual([]);
  });

  it('tells exact worlds by their own settings', () => {
    const exact = { ...holding, id: 'M25', link: encodeLink({ ...defaultExperiment(), game: 'bandit,covered:3' }) };
    expect(claimsOf([exact], { ...experiment, game: 'bandit,covered:3,seed:9' })).toEqual([exact]);
    expect(claimsOf([exact], { ...experiment, game: 'bandit' })).toEqual([]);
    expect(claimsOf([exact], defaultExperiment())).toEqual([]);
  });
});

describe('countVerdicts', () => {
  it('leaves out what did not occur', () => {
    expect(countVerdicts([failing, failing])).toEqual([['does-not-hold', 2]]);
  });
});

describe('readClaims', () => {
  it('takes what are claims, and nothing else', () => {
    const old = { ...holding, verdict: 'maybe' };
    expect(readClaims({ claims: [holding, old, { id: 'M01' }, null, waiting] })).toEqual([holding, waiting]);
    expect(readClaims({ claims: [{ ...holding, link: null }] })).toEqual([]);
    expect(readClaims(null)).toEqual([]);
    expect(readClaims({ claims: 'none' })).toEqual([]);
  });
});
