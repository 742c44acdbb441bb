import { formatCount } from './numbers.ts';

/** Fresh answers of policy and reference. */
export const sampleTexts = {
  title: 'What the policy says now',
  now: 'now',
  before: 'before',
  beforeHint: 'the reference: the same model before this run',
  prompt: 'Prompt',
  tokens: (count: number) => formatCount(count, 'token', 'tokens'),
  verdicts: { wins: 'now is preferred', ties: 'a tie', loses: 'before is preferred' },
  judge: 'training judge',
  gold: 'gold judge',
  of: (index: number, count: number) => `${index} of ${count}`,
  previous: 'Previous prompt',
  next: 'Next prompt',
  empty: 'When the policy is evaluated, its fresh answers stand here beside the ones it gave before.',
  ask: 'Ask it yourself',
  askPlaceholder: 'Write a prompt',
  askButton: 'Answer',
  emptyAnswer: '(it said nothing)',
};
