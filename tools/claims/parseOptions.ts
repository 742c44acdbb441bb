import { parseArgs } from 'node:util';

export interface ClaimsOptions {
  /** Ids that were asked for; all where none was. */
  readonly ids: readonly string[];
  readonly seeds: readonly number[];
  readonly json: boolean;
  readonly write: boolean;
}

export const USAGE = 'usage: npm run --silent claims -- [ID…] [--seeds 1,2,3] [--json] [--write]';

/**
 * @param known ids of all claims
 * @throws Error with a sentence for people
 */
export function parseOptions(args: readonly string[], known: readonly string[]): ClaimsOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seeds: { type: 'string', default: '1,2,3' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const seeds = values.seeds.split(',').map((seed) => {
    if (!/^\d{1,9}$/.test(seed.trim())) throw new Error(`no seed: "${seed}"`);
    return Number(seed);
  });
  if (new Set(seeds).size < seeds.length) throw new Error(`a seed is given twice: ${values.seeds}`);
  const ids = positionals.map((id) => id.toUpperCase());
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return {
    ids: known.filter((id) => ids.length === 0 || ids.includes(id)),
    seeds,
    json: values.json,
    write: values.write,
  };
}
