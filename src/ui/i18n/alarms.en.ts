import type { AlarmId } from '../../engine/index.ts';
import { formatFixed, formatPercent, formatValue } from './numbers.ts';

interface AlarmText {
  readonly title: string;
  /** With the numbers. */
  readonly saw: (seen: Readonly<Record<string, number>>) => string;
  readonly why: string;
  readonly next: string;
}

const value = (seen: Readonly<Record<string, number>>, name: string) => formatValue(seen[name] ?? 0);
const percent = (seen: Readonly<Record<string, number>>, name: string) => formatPercent(seen[name] ?? 0);

/** What each alarm says: what it saw, why that matters, what to try. */
export const alarmTexts: Readonly<Record<AlarmId, AlarmText>> = {
  displacement: {
    title: 'Chosen answers become less likely',
    saw: (seen) =>
      `Their log-prob fell from ${value(seen, 'from')} to ${value(seen, 'to')} nats while the margin rose from ${value(seen, 'marginFrom')} to ${value(seen, 'marginTo')}.`,
    why: 'The objective asks only for a difference. It is met as well by pushing the rejected answer down faster than the chosen one, and then the probability goes to answers that nobody compared.',
    next: 'Add imitation of the chosen answer (RPO, or DPOP’s penalty), raise β, or lower the learning rate; watch logps/chosen under More plots.',
  },
  length: {
    title: 'Length is being rewarded',
    saw: (seen) =>
      `Implicit reward and length correlate at ${formatFixed(seen.correlation ?? 0)}; fresh answers went from ${value(seen, 'from')} to ${value(seen, 'to')} tokens.`,
    why: 'Summed log-ratios give longer answers more to move, and labels may prefer them besides. A judge that likes length will applaud while quality stays where it was.',
    next: 'Compare with LD-DPO, SimPO or R-DPO, and read the gold judge’s win rate beside the training judge’s.',
  },
  overoptimisation: {
    title: 'The judges part ways',
    saw: (seen) =>
      `The training judge prefers the policy in ${percent(seen, 'judged')} of cases, the gold judge in ${percent(seen, 'gold')}.`,
    why: 'What is optimised is a stand-in for what is wanted. Past some point the stand-in still improves while the thing itself does not.',
    next: 'Stop earlier (go back 50 steps), raise β, or choose data whose labels are less biased.',
  },
  saturation: {
    title: 'Little is left to learn from these pairs',
    saw: (seen) =>
      `The training loss went from ${value(seen, 'from')} to ${value(seen, 'to')} with ${percent(seen, 'accuracy')} of the batches’ pairs ranked right.`,
    why: 'Where every pair is won by far, the slope of the loss is nearly 0: further steps fit what is particular to these rows.',
    next: 'Compare eval_loss with loss; stop here, or choose an objective with a target (IPO) or an anchor (KTO).',
  },
  divergence: {
    title: 'The loss is growing',
    saw: (seen) => `It began at ${value(seen, 'from')} and stands at ${value(seen, 'to')} over the last steps.`,
    why: 'Steps overshoot: each undoes more than it mends. Soon answers turn into noise, and the run will be stopped.',
    next: 'Go back 50 steps and halve the learning rate, or lower β.',
  },
  kl: {
    title: 'Far from the reference',
    saw: (seen) =>
      `Fresh answers are ${value(seen, 'kl')} nats away (${value(seen, 'perToken')} a token): that much less likely to the model this run started from.`,
    why: 'The reference knows the language; rewards are known only near its answers. Far from it, both are guesses.',
    next: 'Raise β, take fewer steps, or lower the learning rate; read some samples before you trust a win rate.',
  },
};
