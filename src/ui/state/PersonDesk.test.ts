import { describe, expect, it, vi } from 'vitest';
import type { Comparison } from '../../engine/index.ts';
import { FakeEngine } from './__fixtures__/FakeEngine.ts';
import { DRAWN } from './PersonDesk.ts';
import { Session } from './Session.ts';
import { createStores } from './stores.ts';

vi.stubGlobal('document', { hidden: false, baseURI: 'http://localhost/' });

const comparison = (index: number, gold: Comparison['gold'] = 1): Comparison => ({
  prompt: `Prompt ${index}\n`,
  first: `one ${index}`,
  second: `two ${index}`,
  firstFrom: index % 2 === 0 ? 'policy' : 'reference',
  secondFrom: index % 2 === 0 ? 'reference' : 'policy',
  gold,
});

function open() {
  const engine = new FakeEngine();
  const stores = createStores();
  const saved = new Map<string, string>();
  const session = new Session(
    engine,
    stores,
    () => false,
    (name, bytes) => saved.set(name, new TextDecoder().decode(bytes)),
  );
  session.begin();
  engine.say({ type: 'personSet', set: { judged: [], waiting: [], next: 0 } });
  const runId = () => stores.run.getState().runId ?? '';
  const person = () => stores.person.getState();
  /** Drawn on a model that is prepared for it. */
  const drawn = (comparisons: readonly Comparison[], next = 8) => {
    session.person.draw();
    if (person().drawing === 'preparing') engine.say({ type: 'state', runId: runId(), state: 'ready', step: 0 });
    engine.say({ type: 'comparisons', runId: runId(), step: 0, comparisons, next });
  };
  return { engine, stores, session, saved, runId, person, drawn };
}

describe('PersonDesk', () => {
  it('prepares the model without training it, then asks once', () => {
    const { engine, session, runId, person } = open();
    session.person.draw();
    session.person.draw();
    expect(person().drawing).toBe('preparing');
    expect(engine.told('prepare')).toHaveLength(1);
    expect(engine.told('compare')).toEqual([]);
    engine.say({ type: 'state', runId: runId(), state: 'ready', step: 0 });
    expect(engine.told('start')).toEqual([]);
    expect(engine.told('compare')).toEqual([
      { type: 'compare', runId: runId(), count: DRAWN, from: 0, between: 'policy_reference' },
    ]);
  });

  it('takes verdicts in order, takes the last back, and keeps every change', () => {
    const { engine, session, person, drawn } = open();
    drawn([comparison(0), comparison(1), comparison(2)]);
    session.person.judge(1);
    session.person.judge(0);
    session.person.judge(0.5);
    session.person.judge(1); // nothing waits
    expect(person().judged.map(({ prompt, verdict }) => [prompt, verdict])).toEqual([
      ['Prompt 0\n', 1],
      ['Prompt 1\n', 0],
      ['Prompt 2\n', 0.5],
    ]);
    session.person.undo();
    expect(person().waiting).toEqual([comparison(2)]);
    expect(person().judged).toHaveLength(2);
    const kept = engine.told('savePersonSet').at(-1)?.set;
    expect(kept).toEqual({ judged: person().judged, waiting: [comparison(2)], next: 8 });
    engine.say({ type: 'personSaved', saved: false });
    expect(person().isSaved).toBe(false);
  });

  it('goes on with other prompts, and forgets what it is told to', () => {
    const { engine, session, person, drawn } = open();
    drawn([comparison(0)], 8);
    session.person.choose('policy_policy');
    session.person.draw();
    expect(engine.told('compare').at(-1)).toMatchObject({ from: 8, between: 'policy_policy' });
    session.person.judge(1);
    session.person.clear();
    expect(person()).toMatchObject({ judged: [], waiting: [], next: 8 });
  });

  it('hands out rows without ties, and trains on them as own rows', () => {
    const { engine, session, stores, saved, drawn } = open();
    drawn([comparison(0), comparison(1), comparison(2)]);
    for (const verdict of [1, 0.5, 0] as const) session.person.judge(verdict);
    session.person.save();
    const lines = (saved.get('my-judgements.jsonl') ?? '').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { prompt: 'Prompt 0\n', chosen: 'one 0', rejected: 'two 0' },
      { prompt: 'Prompt 2\n', chosen: 'two 2', rejected: 'one 2' },
    ]);
    session.person.train();
    expect(engine.told('import')[0]?.content).toBe(saved.get('my-judgements.jsonl'));
    expect(stores.experiment.getState().experiment.data).toBe('own');
  });

  it('asks how the training judge sees it only when the person wants to know', () => {
    const { engine, session, runId, person, drawn } = open();
    drawn([comparison(0)]);
    session.person.judge(1);
    expect(engine.told('agree')).toEqual([]);
    engine.say({ type: 'state', runId: runId(), state: 'ready', step: 0 });
    session.person.reveal();
    expect(engine.told('agree')).toEqual([{ type: 'agree', runId: runId(), judged: person().judged }]);
    engine.say({ type: 'agreement', runId: 'another', training: { value: 0, n: 1 } });
    expect(person().training).toBeNull();
    engine.say({ type: 'agreement', runId: runId(), training: { value: 1, n: 1 } });
    expect(person().training).toEqual({ value: 1, n: 1 });
  });

  it('finds what an earlier visit left, unless something was judged before it came', () => {
    const late = open();
    late.drawn([comparison(0)]);
    late.session.person.judge(1);
    const left = { judged: [{ ...comparison(5), verdict: 0 }], waiting: [], next: 16 } as const;
    late.engine.say({ type: 'personSet', set: left });
    expect(late.person().judged).toEqual([{ ...comparison(0), verdict: 1 }]);
    const early = open();
    early.engine.say({ type: 'personSet', set: left });
    expect(early.person()).toMatchObject(left);
  });

  it('stops waiting when its run goes or fails', () => {
    const { engine, session, runId, person, drawn } = open();
    drawn([]);
    expect(person()).toMatchObject({ drawing: 'none', drewNothing: true });
    session.person.draw();
    expect(person().drawing).toBe('answers');
    session.reset();
    expect(person().drawing).toBe('none');
    session.person.draw();
    engine.say({ type: 'state', runId: runId(), state: 'failed', step: 0 });
    expect(person().drawing).toBe('none');
    session.editExperiment((experiment) => ({ ...experiment, loss: 'custom', objective: 'delta +' }));
    session.reset();
    session.person.draw();
    expect(person().drawing).toBe('none');
  });
});
