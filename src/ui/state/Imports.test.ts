import { describe, expect, it } from 'vitest';
import { dataReport } from './__fixtures__/dataReport.ts';
import { FakeEngine } from './__fixtures__/FakeEngine.ts';
import { Imports } from './Imports.ts';
import { createStores } from './stores.ts';

const FILE = { path: 'a.jsonl', bytes: 9, contentHash: 'c' };

function open() {
  const engine = new FakeEngine();
  const stores = createStores();
  const imports = new Imports(engine, stores);
  engine.subscribe((event) => void imports.receive(event));
  const form = () => stores.experiment.getState().experiment;
  const view = () => stores.imports.getState();
  return { engine, stores, imports, form, view };
}

describe('Imports', () => {
  it('takes the project’s own format over at once, and waits for a word on any other reading', () => {
    const { engine, imports, form, view } = open();
    imports.read('a.jsonl', 'text');
    expect(view().isReading).toBe(true);
    engine.say({ type: 'data', report: dataReport() });
    expect(form()).toMatchObject({ data: 'own', data_hash: 'b'.repeat(64) });
    const guess = dataReport({ hash: 'c'.repeat(64), shape: 'llmbar' });
    imports.read('b.json', 'text');
    engine.say({ type: 'data', report: guess });
    expect(form().data_hash).toBe('b'.repeat(64));
    imports.adopt();
    expect(form().data_hash).toBe('c'.repeat(64));
  });

  it('takes a guess over where it gives what the link asks for, and tells the engine what that is', () => {
    const { engine, stores, imports, form } = open();
    const data_hash = 'd'.repeat(64);
    stores.experiment.setState({ experiment: { ...form(), data: 'own', data_hash } });
    imports.read('a.json', 'text');
    expect(engine.told('import')[0]?.wanted).toBe(data_hash);
    engine.say({ type: 'data', report: dataReport({ hash: data_hash, shape: 'dialogues' }) });
    expect(stores.imports.getState().adopted).toBe(data_hash);
  });

  it('does not take over prompts alone', () => {
    const { engine, imports, form } = open();
    const before = form();
    engine.say({ type: 'data', report: dataReport({ kind: 'prompts', shape: 'prompts' }) });
    imports.adopt();
    expect(form()).toBe(before);
  });

  it('shows only rows and token counts of the file on screen', () => {
    const { engine, imports, view } = open();
    engine.say({ type: 'data', report: dataReport() });
    imports.show(3, 3);
    expect(engine.told('rows')).toEqual([{ type: 'rows', hash: 'b'.repeat(64), from: 3, count: 3 }]);
    engine.say({ type: 'rows', hash: 'old', from: 3, rows: [] });
    expect(view().page).toBeNull();
    engine.say({ type: 'rows', hash: 'b'.repeat(64), from: 3, rows: [{ prompt: 'p' }] });
    expect(view().page?.rows).toEqual([{ prompt: 'p' }]);
  });

  it('asks the Hub by click, follows the download, and keeps the list for the next file', () => {
    const { engine, imports, view } = open();
    imports.listHub('a/b', 'main');
    expect(view().hub.state).toBe('listing');
    engine.say({ type: 'hubFiles', dataset: 'a/b', revision: 'main', files: [FILE], others: 2 });
    imports.fetchHub(FILE);
    expect(engine.told('importHub')).toEqual([{ type: 'importHub', dataset: 'a/b', revision: 'main', file: FILE }]);
    engine.say({ type: 'hubProgress', loaded: 4, total: 9, isCached: false });
    expect(view().hub).toMatchObject({ state: 'fetching', loaded: 4, total: 9 });
    imports.cancelHub();
    engine.say({ type: 'hubCancelled' });
    expect(view().hub).toMatchObject({ state: 'listed', files: [FILE] });
    expect(view().isReading).toBe(false);
  });

  it('keeps failures of its own beside its controls, and leaves others to the page', () => {
    const { engine, imports, view } = open();
    const failure = (code: 'HUB_GATED' | 'GPU_LOST' | 'DATA_NO_PAIRS', runId: string | null = null) =>
      ({ type: 'error', runId, code, data: {}, rewindTo: null }) as const;
    expect(imports.receive(failure('DATA_NO_PAIRS'))).toBe(false); // nothing was asked for
    imports.listHub('a/b', 'main');
    expect(imports.receive(failure('GPU_LOST'))).toBe(false);
    expect(imports.receive(failure('DATA_NO_PAIRS', 'run'))).toBe(false);
    expect(view().problem).toBeNull();
    engine.say(failure('HUB_GATED'));
    expect(view()).toMatchObject({ problem: { code: 'HUB_GATED' }, hub: { state: 'idle' } });
    imports.read('a.jsonl', '');
    expect(view().problem).toBeNull();
    engine.say({ type: 'data', report: dataReport() });
    imports.read('b.png', new Uint8Array());
    engine.say(failure('DATA_NO_PAIRS'));
    expect(view()).toMatchObject({ isReading: false, report: { name: 'a.jsonl' } });
  });
});
