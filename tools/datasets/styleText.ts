/**
 * Supervised text of the `style` world: a prompt and a well-formed answer a line, for pretraining.
 *
 *   npx tsx tools/datasets/styleText.ts --n 200000 --seed 1 --out FILE
 *
 * Lines are {"prompt","answer"}; the prompt ends with a newline, the answer follows. Same seed, same bytes.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { randomStream } from '../../src/engine/train/rng.ts';
import { style } from '../../src/engine/worlds/style.ts';

const LINES_PER_WRITE = 5000;

/** Writes `count` lines to `file`, replacing it. */
export function writeStyleText(file: string, count: number, seed: number): void {
  const random = randomStream(seed, 'style/supervised');
  const out = openSync(file, 'w');
  try {
    for (let done = 0; done < count; done += LINES_PER_WRITE) {
      const lines = Array.from({ length: Math.min(LINES_PER_WRITE, count - done) }, () => {
        const prompt = style.prompt(random, {});
        return `${JSON.stringify({ prompt, answer: style.answer(prompt, random, {}) })}\n`;
      });
      writeSync(out, lines.join(''));
    }
  } finally {
    closeSync(out);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { n: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } },
  });
  const count = Number(values.n);
  const seed = Number(values.seed);
  if (values.out === undefined || !Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
    process.stderr.write('usage: npx tsx tools/datasets/styleText.ts --n COUNT --seed SEED --out FILE\n');
    process.exit(2);
  }
  writeStyleText(values.out, count, seed);
}
