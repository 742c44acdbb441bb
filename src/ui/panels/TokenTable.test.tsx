import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { InspectedToken, Inspection } from '../../engine/index.ts';
import { TokenTable } from './TokenTable.tsx';
import { tokenReadout } from './tokenReadout.ts';

const token = (text: string, mask?: number): InspectedToken => ({
  text,
  logp: -1,
  refLogp: -2,
  push: 0.5,
  ...(mask !== undefined && { mask }),
});

const inspection = (chosen: InspectedToken, rejected: InspectedToken): Inspection => ({
  step: 1,
  index: 0,
  count: 1,
  prompt: 'Q',
  chosen: [chosen],
  rejected: [rejected],
  chosenReward: 0,
  rejectedReward: 0,
  margin: 0,
  loss: 0,
  scoreChosen: null,
  scoreRejected: null,
});

const cells = (html: string, tag: 'th' | 'td') =>
  [...html.matchAll(new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`, 'g'))].map((match) => match[1]);

it('tells the masks of an objective that has them, and only of such a one', () => {
  const masked = renderToStaticMarkup(<TokenTable inspection={inspection(token('good', 0.25), token('bad', 0))} />);
  expect(cells(masked, 'th')).toContain('mask');
  expect(cells(masked, 'td')).toEqual([
    'chosen',
    '−1.00',
    '−2.00',
    '0.5',
    '0.25',
    'rejected',
    '−1.00',
    '−2.00',
    '0.5',
    '0.00',
  ]);
  const plain = renderToStaticMarkup(<TokenTable inspection={inspection(token('good'), token('bad'))} />);
  expect(cells(plain, 'th')).not.toContain('mask');
  expect(cells(plain, 'td')).toHaveLength(8);
});

it('reads a mask out with the other numbers', () => {
  expect(tokenReadout(token('good', 0))).toBe('“good” push 0.5, log-prob −1.00, reference −2.00, mask 0.00');
  expect(tokenReadout(token('\u23f9'))).toBe('“end” push 0.5, log-prob −1.00, reference −2.00');
});
