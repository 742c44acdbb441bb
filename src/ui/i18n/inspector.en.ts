/** A pair, token by token. */
export const inspectorTexts = {
  title: 'Pair inspector',
  what: 'A held-out pair, token by token: how hard the objective pushes each one.',
  up: 'pushed up',
  down: 'pushed down',
  margin: 'margin',
  reward: 'reward',
  table: 'Tokens as a table',
  columns: ['Side', 'Token', 'log-prob', 'reference', 'push', 'mask'],
  readout: (token: string, push: string, logp: string, refLogp: string, mask: string | null) =>
    `“${token}” push ${push}, log-prob ${logp}, reference ${refLogp}${mask === null ? '' : `, mask ${mask}`}`,
  readoutIdle: 'Point at a token, or move with the arrow keys, to read its numbers.',
  end: 'end',
  empty: 'With a run under way, each token shows here how hard the objective pushes it up or down.',
  previous: 'Previous pair',
  next: 'Next pair',
  of: (index: number, count: number) => `${index} of ${count}`,
};
