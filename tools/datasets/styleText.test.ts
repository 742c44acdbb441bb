import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { style } from '../../src/engine/worlds/style.ts';
import { writeStyleText } from './styleText.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'style-text-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('writes the asked number of well-formed lines, the same for the same seed', () => {
  const text = (name: string, count: number, seed: number) => {
    writeStyleText(join(folder, name), count, seed);
    return readFileSync(join(folder, name), 'utf8');
  };
  const first = text('a', 300, 1);
  const lines = first.trimEnd().split('\n');
  expect(lines).toHaveLength(300);
  for (const line of lines) {
    const { prompt, answer } = JSON.parse(line) as { prompt: string; answer: string };
    expect(prompt.endsWith('\n') && style.wellFormed(prompt, answer)).toBe(true);
  }
  expect(text('b', 300, 1)).toBe(first);
  expect(text('c', 300, 2)).not.toBe(first);
  expect(first.startsWith(text('d', 100, 1))).toBe(true);
});
