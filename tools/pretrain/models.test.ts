/** The bundled models' files against what their model.json says of them: a published id never changes its bytes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { described } from './describedModels.ts';
import { modelCard } from './modelCard.ts';

interface ModelMetadata {
  readonly id: string;
  readonly label: string;
  readonly parameters: number;
  readonly bytes: number;
  readonly sha256: Readonly<Record<string, string>>;
  readonly licence: string;
  readonly context: number;
  readonly vocabulary: number;
  readonly files: readonly string[];
  readonly default: boolean;
}

const root = new URL('../../public/models/', import.meta.url);
const ids: string[] = JSON.parse(readFileSync(new URL('index.json', root), 'utf8'));
const metadataOf = (id: string): ModelMetadata => JSON.parse(readFileSync(new URL(`${id}/model.json`, root), 'utf8'));

describe('the bundled models', () => {
  it('have one default, nano-1', () => {
    expect(ids.filter((id) => metadataOf(id).default)).toEqual(['nano-1']);
  });

  it('stay within 16 MB together; a page loads one of them', () => {
    expect(ids.map((id) => metadataOf(id).bytes).reduce((a, b) => a + b)).toBeLessThan(16e6);
  });

  it('share one tokenizer', () => {
    const tokenizers = ids.map((id) => metadataOf(id).sha256['tokenizer.json']);
    expect(new Set(tokenizers).size).toBe(1);
  });

  describe.each(ids)('%s', (id) => {
    const metadata = metadataOf(id);
    const folder = new URL(`${id}/`, root);
    const read = (name: string) => readFileSync(new URL(name, folder));

    it('has the bytes its model.json states', () => {
      expect(metadata.id).toBe(id);
      expect(metadata.files).toEqual(Object.keys(metadata.sha256));
      for (const name of metadata.files) {
        expect(createHash('sha256').update(read(name)).digest('hex'), name).toBe(metadata.sha256[name]);
      }
      expect(metadata.files.map((name) => read(name).byteLength).reduce((a, b) => a + b)).toBe(metadata.bytes);
    });

    it('holds as many parameters as stated, all F16 and finite', () => {
      const file = read('model.safetensors');
      const headerBytes = Number(file.readBigUInt64LE(0));
      const header: Record<string, { dtype: string; shape: number[] }> = JSON.parse(
        file.subarray(8, 8 + headerBytes).toString('utf8'),
      );
      const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__');
      expect(tensors.every(([, { dtype }]) => dtype === 'F16')).toBe(true);
      expect(tensors.map(([, { shape }]) => shape.reduce((a, b) => a * b)).reduce((a, b) => a + b)).toBe(
        metadata.parameters,
      );
      // An F16 whose five exponent bits are all set is infinite or not a number.
      let unbounded = 0;
      for (let at = 8 + headerBytes; at < file.byteLength; at += 2)
        if ((file.readUInt16LE(at) & 0x7c00) === 0x7c00) unbounded++;
      expect(unbounded).toBe(0);
    });

    it('agrees with its config, and has a card that states licence and hash', () => {
      const config = JSON.parse(read('config.json').toString('utf8'));
      expect([config.max_position_embeddings, config.vocab_size]).toEqual([metadata.context, metadata.vocabulary]);
      const card = read('README.md').toString('utf8');
      const about = described[id];
      const hash = metadata.sha256['model.safetensors'] ?? '';
      // What it says was measured is what lies in logs/.
      expect(about && modelCard(id, about, metadata.parameters, config, hash)).toBe(card);
      expect(card).toContain('license: mit');
      expect(card).toContain(metadata.sha256['model.safetensors']);
    });
  });
});
