/** The bundled tokenizer in JavaScript: the same ids as Python's, pinned in tokenizer.fixture.jsonl by tokenizer.py. */
import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../public/models/nano-1/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const json = read('tokenizer.json');
const tokenizer = new Tokenizer(json, read('tokenizer_config.json'));
const idsOf = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
const textOf = (ids: number[]): string => tokenizer.decode(ids, { skip_special_tokens: false });
const fixture: { text: string; ids: number[] }[] = readFileSync(
  new URL('tokenizer.fixture.jsonl', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
const vocab: Record<string, number> = json.model.vocab;

describe('the bundled tokenizer', () => {
  it('has exactly 1,024 tokens: specials, bytes, characters, merges', () => {
    expect(Object.keys(vocab)).toHaveLength(1024);
    expect([vocab['<unk>'], vocab['<s>'], vocab['</s>'], vocab['<0x00>'], vocab['<0xFF>']]).toEqual([0, 1, 2, 3, 258]);
    for (let code = 33; code < 127; code++) expect(vocab[String.fromCharCode(code)]).toBeDefined();
    expect(vocab['\n']).toBe(259);
  });

  it('gives the ids that Python gives, on every pinned text', () => {
    expect(fixture.length).toBeGreaterThan(250);
    for (const { text, ids } of fixture) expect(idsOf(text), JSON.stringify(text)).toEqual(ids);
  });

  it('gives every pinned text back', () => {
    for (const { text, ids } of fixture) expect(textOf(ids)).toBe(text);
  });

  it('merges no digit, operator or newline with a neighbour', () => {
    for (const token of Object.keys(vocab).slice(355)) expect(token).toMatch(/^▁?(?:[A-Za-z]+|")$/);
    expect(idsOf('7+5*3=#22;<b>\n').map((id) => textOf([id]))).toEqual([...'7+5*3=#22;<b>\n']);
  });

  it('tokenises a prompt that ends with a newline and its completion as one text', () => {
    const cut = fixture.flatMap(({ text, ids }) =>
      [...text.matchAll(/\n/g)].map((match) => ({
        ids,
        prompt: text.slice(0, match.index + 1),
        rest: text.slice(match.index + 1),
      })),
    );
    expect(cut.length).toBeGreaterThan(200);
    for (const { ids, prompt, rest } of cut)
      expect([...idsOf(prompt), ...(rest === '' ? [] : idsOf(rest))]).toEqual(ids);
  });

  it('puts <s> in front when asked for special tokens, and no </s> behind', () => {
    expect(tokenizer.encode('a dog\n').ids).toEqual([1, ...idsOf('a dog\n')]);
  });
});
