import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly json: boolean;
  /** Case names; empty for all. */
  readonly only: readonly string[];
  readonly rounds: number;
}

export const DEFAULT_ROUNDS = 4;
const MAX_ROUNDS = 100;

/** @throws Error with a sentence, on anything that is not understood */
export function parseOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: String(DEFAULT_ROUNDS) },
    },
  });
  const only = values.only.split(',').filter((name) => name !== '');
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no case is called ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  const rounds = /^\d{1,3}$/.test(values.rounds) ? Number(values.rounds) : 0;
  if (rounds < 1 || rounds > MAX_ROUNDS)
    throw new Error(`--rounds must be an integer from 1 to ${MAX_ROUNDS}, got "${values.rounds}"`);
  return { json: values.json, only, rounds };
}
