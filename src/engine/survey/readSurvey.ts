import { mayRace } from '../experiment/race.ts';
import { methodById } from '../methods/index.ts';
import type { MethodDefinition } from '../methods/types.ts';
import type { Sweep, SweepAxis } from './sweep.ts';
import { type SweptSetting, sweptSettings } from './sweptSettings.ts';

const BENCH_MAX = 80;
const SEEDS_MAX = 10;
/** Values of a grid along one axis. */
const AXIS_MAX = 9;
export const DRAWS_MAX = 64;
const SEED_MAX = 4_294_967_295;

/** A part that could not be taken as it stood, and what is used (all of the setting). */
export interface SurveyNote {
  readonly kind: 'invalid' | 'clamped';
  readonly key: 'bench' | 'sweep' | 'seeds';
  readonly found: string;
}

/** The three texts of an experiment that say what a survey is made of, as far as they can be understood. */
export interface SurveySettings {
  readonly bench: string;
  readonly sweep: string;
  readonly seeds: string;
}

/**
 * What of a link's texts can be a survey of this method's experiment, in a form that reads back to itself.
 *
 * @param own the experiment's method: only it can be swept, and of objectives of one's own only it can take part
 */
export function readSurvey(
  texts: Partial<SurveySettings>,
  own: MethodDefinition,
  isOwnData = false,
): SurveySettings & { readonly notes: readonly SurveyNote[] } {
  const notes: SurveyNote[] = [];
  const seeds = readSeeds(texts.seeds ?? '', (found) => notes.push({ kind: 'invalid', key: 'seeds', found }));
  const sweep = readSweep(texts.sweep ?? '', own, isOwnData, (kind, found) =>
    notes.push({ kind, key: 'sweep', found }),
  );
  const refuse = (found: string) => notes.push({ kind: 'invalid', key: 'bench', found });
  const bench = readBench(texts.bench ?? '', own, refuse);
  // One thing at a time: a table of objectives, or a map of settings.
  if (sweep !== null && bench.length > 0) refuse(bench.join(','));
  return {
    bench: sweep === null ? bench.join(',') : '',
    sweep: sweep === null ? '' : sweepText(sweep),
    seeds: seeds.join(','),
    notes,
  };
}

/** The parts between commas, blanks and empty ones aside. */
function partsOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readBench(text: string, own: MethodDefinition, refuse: (found: string) => void): string[] {
  const ids: string[] = [];
  for (const id of partsOf(text)) {
    const method = id === own.id ? own : methodById(id);
    if (method === undefined || !mayRace(method) || ids.includes(id) || ids.length >= BENCH_MAX) refuse(id);
    else ids.push(id);
  }
  return ids;
}

export function readSeeds(text: string, refuse: (found: string) => void = () => undefined): number[] {
  const seeds: number[] = [];
  for (const part of partsOf(text)) {
    const seed = /^\d{1,10}$/.test(part) ? Number(part) : Number.NaN;
    if (!(seed <= SEED_MAX) || seeds.includes(seed) || seeds.length >= SEEDS_MAX) refuse(part);
    else seeds.push(seed);
  }
  return seeds;
}

/**
 * `beta:0.01:1:5,learning_rate:1e-4:1e-2:5`: a grid, each axis a name, two ends and how many values; or
 * `random:12,beta:0.01:1,…`: so many draws. Ends beyond a setting's range are clamped. null where no axis is left.
 */
export function readSweep(
  text: string,
  own: MethodDefinition,
  isOwnData: boolean,
  note: (kind: SurveyNote['kind'], found: string) => void = () => undefined,
): Sweep | null {
  const axes: SweepAxis[] = [];
  let draws: number | null = null;
  for (const part of partsOf(text)) {
    const [name = '', ...rest] = part.split(':');
    if (name === 'random' && draws === null && rest.length === 1) {
      draws = readCount(rest[0], 2, DRAWS_MAX);
      if (draws === null) note('invalid', part);
      continue;
    }
    const setting = sweptSettings(own).find((candidate) => candidate.name === name);
    const axis = setting && readAxis(setting, rest, draws !== null);
    const isKnob = isOwnData && ['kappa', 'epsilon', 'sharpness'].includes(name);
    const isNew = !axes.some((other) => other.setting.name === name);
    if (axis === undefined || axis === null || isKnob || !isNew || axes.length >= 2) note('invalid', part);
    else {
      axes.push(axis);
      if (Number(rest[0]) !== axis.from || Number(rest[1]) !== axis.to) note('clamped', part);
    }
  }
  return axes.length === 0 ? null : { axes, draws };
}

function readAxis(setting: SweptSetting, parts: readonly string[], isDrawn: boolean): SweepAxis | null {
  const [fromText, toText, countText] = parts;
  const count = countText === undefined && isDrawn ? 2 : readCount(countText, 2, AXIS_MAX);
  const ends = [fromText, toText].map((text) => readEnd(text, setting));
  const [from, to] = ends.toSorted((a, b) => a - b);
  // Not `>=`: an end that is no number must not pass.
  if (from === undefined || to === undefined || !(from < to) || count === null || parts.length > 3) return null;
  return { setting, from, to, count };
}

function readEnd(text: string | undefined, { min, max, integer }: SweptSetting): number {
  if (text === undefined || text.length > 24 || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number.NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) return Number.NaN;
  const clamped = Math.min(max, Math.max(min, integer ? Math.round(value) : value));
  return clamped === 0 ? 0 : clamped;
}

function readCount(text: string | undefined, min: number, max: number): number | null {
  if (text === undefined || !/^\d{1,3}$/.test(text)) return null;
  const count = Number(text);
  return count >= min && count <= max ? count : null;
}

/** As a link says it; `readSweep` gives the same sweep again. */
export function sweepText({ axes, draws }: Sweep): string {
  const parts = axes.map(({ setting, from, to, count }) =>
    draws === null ? `${setting.name}:${from}:${to}:${count}` : `${setting.name}:${from}:${to}`,
  );
  return (draws === null ? parts : [`random:${draws}`, ...parts]).join(',');
}
