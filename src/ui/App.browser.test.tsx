import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/charts.css';
import './styles/lab.css';
import './styles/panels.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { CUSTOM_LOSS, type Diagnosis, METHOD_FAMILIES, METHODS, methodFamily } from '../engine/index.ts';
import { App } from './App.tsx';
import { ERRORS } from './i18n/errors.en.ts';
import { FakeEngine } from './state/__fixtures__/FakeEngine.ts';
import { plausibleRun } from './state/__fixtures__/plausibleRun.ts';
import { withLoss } from './state/experimentState.ts';
import { Session } from './state/Session.ts';
import { SessionContext } from './state/SessionContext.ts';
import { createStores } from './state/stores.ts';

const recording = plausibleRun(60);
const PATIENCE_MS = 10_000;
const DIAGNOSIS: Diagnosis = {
  secureContext: true,
  gpuApi: true,
  adapter: null,
  softwareAdapter: false,
  features: [],
  limits: {},
  wasm: { available: true, simd: true },
  verdict: 'webgpu',
  detail: '',
};
let root: Root;
let engine: FakeEngine;
let session: Session;

beforeEach(async () => {
  // Plots off screen do no work: all of them must be in sight.
  await page.viewport(1440, 2400);
  localStorage.clear();
  const host = document.createElement('div');
  document.body.append(host);
  engine = new FakeEngine();
  session = new Session(engine, createStores(), () => false);
  root = createRoot(host);
  root.render(
    <SessionContext value={session}>
      <App />
    </SessionContext>,
  );
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

const find = <T extends Element = HTMLElement>(selector: string): T => {
  const element = document.querySelector<T>(selector);
  if (element === null) throw new Error(`nothing matches ${selector}`);
  return element;
};
const runId = () => session.stores.run.getState().runId ?? '';

async function trainTo(step: number): Promise<void> {
  await vi.waitFor(() => find('.play-button'));
  session.play();
  engine.say(
    { type: 'state', runId: runId(), state: 'ready', step: 0 },
    { type: 'state', runId: runId(), state: 'running', step: 0 },
    { type: 'steps', runId: runId(), records: recording.records.slice(0, step) },
    { type: 'evaluation', runId: runId(), evaluation: recording.evaluations[step / 10]! },
  );
}

describe('the form', () => {
  it('comes from the registry: every method, its settings and its formula, without inline style', async () => {
    await vi.waitFor(() => find('#loss'));
    // In families, each in the registry's order.
    expect([...find<HTMLSelectElement>('#loss').options].map(({ value }) => value)).toEqual([
      ...METHOD_FAMILIES.flatMap((family) => METHODS.filter((method) => methodFamily(method) === family)).map(
        ({ id }) => id,
      ),
      CUSTOM_LOSS,
    ]);
    expect(find<HTMLSelectElement>('#loss').options).toHaveLength(METHODS.length + 1);
    for (const method of METHODS) {
      session.editExperiment((experiment) => withLoss(experiment, method.id));
      await vi.waitFor(() => {
        expect(find('.formula-tex').innerHTML, method.id).toContain('<math');
        expect(find('.formula-tex annotation').textContent).toContain('\\mathcal');
        for (const { name } of method.hyperparameters) find(`#hyper-${name}`);
      }, PATIENCE_MS);
      expect(find('.formula').querySelectorAll('[style]'), method.id).toHaveLength(0);
      expect(find('.formula').querySelectorAll('merror'), method.id).toHaveLength(0);
    }
  });

  it('clamps with a note and marks what differs from its starting point', async () => {
    await vi.waitFor(() => find('#hyper-beta'));
    const field = find<HTMLInputElement>('#hyper-beta');
    field.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, '2000');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await vi.waitFor(() => expect(field.value).toBe('2000'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await vi.waitFor(() => expect(find('.control-message:not(:empty)').textContent).toContain('2000 is outside'));
    expect(session.stores.experiment.getState().experiment.hyperparameters.beta).toBe(1);
    find('.reset-dot').click();
    await vi.waitFor(() => expect(document.querySelector('.reset-dot')).toBeNull());
  });

  it('is where the card of a world that lacks a relation leads', async () => {
    await vi.waitFor(() => find('#loss'));
    const data = { world: 'claims', relation: 'ranking', row: 'Is 7 odd?' };
    engine.say({ type: 'error', runId: null, code: 'DATA_RELATION_MISSING', data, rewindTo: null });
    const pressed = async (label: string) => {
      const button = await vi.waitFor(() => {
        const found = [...document.querySelectorAll<HTMLElement>('.card-error button')];
        return found.find(({ textContent }) => textContent === label) ?? expect.fail(`no ${label}`);
      });
      button.click();
      return document.activeElement;
    };
    expect(await pressed('Choose another world')).toBe(find('#data'));
    expect(await pressed('Choose another objective')).toBe(find('#loss'));
  });
});

/** Until nothing has been drawn for a while: charts below the fold draw when their turn comes. */
async function chartsAtRest(): Promise<void> {
  const QUIET_MS = 1000;
  let drawnAt = performance.now();
  const observer = new MutationObserver(() => {
    drawnAt = performance.now();
  });
  for (const chart of document.querySelectorAll('.chart')) {
    observer.observe(chart, { subtree: true, childList: true, attributes: true });
  }
  await vi.waitFor(() => expect(performance.now() - drawnAt).toBeGreaterThan(QUIET_MS), PATIENCE_MS);
  observer.disconnect();
}

describe('plots', () => {
  it('draw a run, say it in a sentence, and show the same numbers as a table', async () => {
    await trainTo(40);
    await vi.waitFor(
      () => expect(find('.recharts-line-curve').getAttribute('d')?.length).toBeGreaterThan(100),
      PATIENCE_MS,
    );
    const figure = find('figure');
    await vi.waitFor(() =>
      expect(figure.querySelector('.chart-summary')?.textContent).toMatch(/margins rose from .* over 39 steps/),
    );
    figure.querySelector<HTMLButtonElement>('button[aria-pressed]')?.click();
    await vi.waitFor(() => expect(figure.querySelectorAll('tbody tr')).toHaveLength(40));
    expect(figure.querySelector('tbody tr th')?.textContent).toBe('40');
  });

  it('are drawn one a task, and only where something is new', async () => {
    await trainTo(20);
    const charts = () => [...document.querySelectorAll('.chart')];
    await vi.waitFor(() => expect(document.querySelectorAll('.recharts-surface')).toHaveLength(7), PATIENCE_MS);
    await chartsAtRest();
    const tasks: Set<string>[] = [];
    const observer = new MutationObserver((changes) => {
      const drawn = changes.flatMap(({ target }) => {
        const element = target instanceof Element ? target.closest('.recharts-wrapper') : null;
        return element === null ? [] : [element.closest('.chart')?.querySelector('.metric-name')?.textContent ?? ''];
      });
      if (drawn.length > 0) tasks.push(new Set(drawn));
    });
    for (const chart of charts()) observer.observe(chart, { subtree: true, childList: true, attributes: true });
    engine.say({ type: 'steps', runId: runId(), records: recording.records.slice(20, 25) });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    observer.disconnect();
    const drawn = new Set(tasks.flatMap((names) => [...names]));
    expect([...drawn].sort()).toEqual(['rewards/chosen, rewards/rejected', 'rewards/margins']); // no evaluation came
    for (const names of tasks) expect(names.size, [...names].join(' and ')).toBe(1);
  });

  it('give the win rate with its interval and n, and the correlation by value and by rank', async () => {
    await trainTo(40);
    const words = () =>
      [...document.querySelectorAll('.chart-summary')].map((summary) => summary.textContent).join(' ');
    await vi.waitFor(
      () => expect(words()).toMatch(/preferred in \d+\s% of 64 prompts \(95\s% interval \d+\s% to \d+\s%/),
      PATIENCE_MS,
    );
    await vi.waitFor(
      () =>
        expect(words()).toMatch(
          /256 held-out completions the reward goes with length at r = 0\.\d+, by rank ρ = 0\.\d+/,
        ),
      PATIENCE_MS,
    );
  });
});

describe('the device card', () => {
  it('says which kernels run, in words where there are some', async () => {
    engine.say({
      type: 'device',
      diagnosis: DIAGNOSIS,
      backend: 'webgpu',
      variants: { 'matmul NT large': 'subgroups8x4', 'matmul NN thin': 'registers4x4', kernels: 'a new one' },
      generation: 1,
    });
    await vi.waitFor(() => find('.variants dl'));
    const rows = [...document.querySelectorAll('.variants dl > div')].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
    expect(rows).toEqual([
      ['8×4 tiles shared by a subgroup', 'matrix products NT large'],
      ['4×4 tiles in registers', 'matrix products NN thin'],
      ['a new one', 'all kernels'],
    ]);
  });
});

describe('errors', () => {
  it.each(Object.keys(ERRORS) as (keyof typeof ERRORS)[])('%s says what happened, why and what to do', async (code) => {
    await trainTo(20);
    engine.say({ type: 'error', runId: runId(), code, data: { step: 20 }, rewindTo: 0 });
    await vi.waitFor(() => find(`[data-code=${code}]`));
    expect(find(`[data-code=${code}] h2`).textContent).toBe(ERRORS[code].title({ step: 20 }));
    expect(find(`[data-code=${code}]`).querySelectorAll('p')).toHaveLength(2);
    expect(find(`[data-code=${code}]`).closest('[role=alert]')).not.toBeNull();
  });

  it('a diverging run offers to rewind at half the learning rate', async () => {
    await trainTo(20);
    engine.say({ type: 'error', runId: runId(), code: 'LOSS_NOT_FINITE', data: { step: 83 }, rewindTo: 33 });
    await vi.waitFor(() => find('[data-code] .primary-button'));
    find('[data-code] .primary-button').click();
    expect(engine.told('rewind')).toEqual([{ type: 'rewind', runId: runId(), toStep: 33, learningRateFactor: 0.5 }]);
  });
});

describe('the pair inspector', () => {
  it('is one tab stop a side, moves by arrow keys and reads its numbers aloud', async () => {
    await trainTo(20);
    engine.say({ type: 'inspection', runId: runId(), inspection: recording.inspection! });
    await vi.waitFor(() => find('.pair-chosen .token'));
    expect(document.querySelectorAll('.pair-chosen .token[tabindex="0"]')).toHaveLength(1);
    const first = find('.pair-chosen .token');
    first.focus();
    await vi.waitFor(() => expect(find('.readout').textContent).toContain('push'));
    const before = find('.readout').textContent;
    first.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    await vi.waitFor(() => expect(find('.readout').textContent).not.toBe(before));
    expect(document.activeElement).toBe(document.querySelectorAll('.pair-chosen .token')[1]);
  });
});
