/** How objectives that are drawn together look, an experiment's own first; told apart without colour too. */
export const STROKES: readonly { readonly colour: string; readonly dash?: string }[] = [
  { colour: 'var(--margin)' },
  { colour: 'var(--gold)', dash: '8 3' },
  { colour: 'var(--chosen)', dash: '3 3' },
  { colour: 'var(--rejected)', dash: '8 3 2 3' },
];
