import { gameText, readGame } from '../games/description.ts';
import { CUSTOM_LOSS } from '../methods/custom/customMethod.ts';
import { METHODS } from '../methods/index.ts';
import { methodOf } from '../methods/methodOf.ts';
import type { MethodDefinition } from '../methods/types.ts';
import { readSurvey } from '../survey/readSurvey.ts';
import { ownKnobsOf } from '../worlds/knobs.ts';
import { defaultExperiment } from './defaultExperiment.ts';
import { DEFAULTS_V1 } from './defaults.ts';
import { migrateLink } from './migrations.ts';
import { readRace } from './race.ts';
import { type Experiment, SETTINGS, type SettingSchema } from './schema.ts';
import { defaultWorldKnobs, withData, worldKnobKey, worldKnobs } from './worldKnobs.ts';

/**
 * Experiment ↔ link fragment, e.g. `#v=1&model=nano-1&loss=simpo&beta=2&seed=42`.
 *
 * Readable, and held in the fragment (never sent to a server). It names the version and the model always, else only what
 * differs from that version's frozen defaults. Decoding rebuilds a fresh value from an allow-list made of SETTINGS and the
 * method registry: no key of a link ever becomes a property name, nothing is executed, fetched or started. The text of a
 * custom objective travels as text; one that does not parse is kept, with every setting, so that it can be mended.
 */
const LINK_VERSION = 1;

/** Longer fragments are refused before they are decoded. */
export const LINK_MAX_LENGTH = 32_768;
const VALUE_MAX_LENGTH = 64;
const NOTES_MAX = 50;

export type LinkNote =
  /** Out of range; `used` is the nearest allowed value. */
  | { readonly kind: 'clamped'; readonly key: string; readonly found: string; readonly used: string }
  /** Not understood; the default (`used`) stands. */
  | { readonly kind: 'invalid'; readonly key: string; readonly found: string; readonly used: string }
  | { readonly kind: 'unknown_key'; readonly key: string; readonly found: string }
  | { readonly kind: 'repeated_key'; readonly key: string; readonly found: string }
  | { readonly kind: 'newer_version'; readonly found: string }
  | { readonly kind: 'too_long'; readonly found: string };

export interface DecodedLink {
  readonly experiment: Experiment;
  readonly notes: readonly LinkNote[];
  /** Made by a newer version: shown, not run. */
  readonly readOnly: boolean;
  /** The fragment as it came, so that nothing is lost. */
  readonly raw: string;
}

/** The fragment without '#'. `encodeLink(decodeLink(x).experiment)` is stable. */
export function encodeLink(experiment: Experiment): string {
  const method = requireMethod(experiment);
  // The default learning rate is the method's own, as is a custom objective's text; the default loss is the version's.
  const own = defaultExperiment(experiment.loss);
  const hyperparameters = defaultExperiment(experiment.loss, experiment.objective).hyperparameters;
  const defaults = { ...own, hyperparameters, loss: DEFAULTS_V1.loss };
  const parts = [`v=${LINK_VERSION}`, `model=${encodeURIComponent(experiment.model)}`];
  for (const { key, kind } of SETTINGS) {
    if (key === 'model' || experiment[key] === defaults[key]) continue;
    const text = encodeText(String(experiment[key]));
    const isList = kind === 'race' || kind === 'survey' || kind === 'game';
    parts.push(`${key}=${isList ? text.replaceAll('%2C', ',').replaceAll('%3A', ':') : text}`);
  }
  const knobs = defaultWorldKnobs(experiment.data);
  for (const { knob, value } of worldKnobs(experiment)) {
    if (value !== knobs[knob.name]) parts.push(`${worldKnobKey(knob.name)}=${value}`);
  }
  for (const { name } of method.hyperparameters) {
    const value = experiment.hyperparameters[name];
    if (value !== undefined && value !== defaults.hyperparameters[name]) parts.push(`${name}=${value}`);
  }
  return parts.join('&');
}

/** Accepts a fragment with or without '#', or a whole address. Never throws. */
export function decodeLink(link: string): DecodedLink {
  const raw = link;
  const notes: LinkNote[] = [];
  const note = (entry: LinkNote) => {
    if (notes.length < NOTES_MAX) notes.push(entry);
  };
  if (link.length > LINK_MAX_LENGTH) {
    note({ kind: 'too_long', found: String(link.length) });
    return { experiment: defaultExperiment(), notes, readOnly: false, raw: '' };
  }
  const hash = link.indexOf('#');
  const fragment = hash >= 0 ? link.slice(hash + 1) : link;

  let fields = new Map<string, string>();
  for (const part of fragment.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = printable(decodeText(equals < 0 ? part : part.slice(0, equals)) ?? part);
    const value = equals < 0 ? '' : decodeText(part.slice(equals + 1));
    if (fields.has(key)) note({ kind: 'repeated_key', key, found: printable(value ?? '') });
    else if (value === null) note({ kind: 'invalid', key, found: printable(part.slice(equals + 1)), used: '' });
    else fields.set(key, value);
  }

  const version = fields.get('v') ?? String(LINK_VERSION);
  fields.delete('v');
  let readOnly = false;
  if (!/^\d{1,6}$/.test(version) || Number(version) < 1) {
    note({ kind: 'invalid', key: 'v', found: printable(version), used: String(LINK_VERSION) });
  } else if (Number(version) > LINK_VERSION) {
    note({ kind: 'newer_version', found: version });
    readOnly = true;
  } else {
    fields = migrateLink(fields, Number(version), LINK_VERSION);
  }

  const loss = fields.get('loss');
  const typed = fields.get('objective');
  const objective = typed === undefined ? undefined : legible(typed);
  const method = loss === undefined ? undefined : methodOf({ loss, objective: objective ?? '' });
  if (loss !== undefined && method === undefined) {
    note({ kind: 'invalid', key: 'loss', found: printable(loss), used: defaultExperiment().loss });
  }
  const defaults = defaultExperiment(method?.id, objective);
  fields.delete('loss');

  // A fresh value, field by field.
  const settings: Record<string, string | number | null> = {};
  const surveyTexts: { bench?: string; sweep?: string; seeds?: string } = {};
  for (const schema of SETTINGS) {
    // A text belongs to a custom objective; elsewhere it is listed as no setting.
    if (schema.key === 'loss' || (schema.kind === 'text' && defaults.loss !== CUSTOM_LOSS)) continue;
    const text = fields.get(schema.key);
    fields.delete(schema.key);
    const fallback = defaults[schema.key];
    if (schema.kind === 'survey') {
      if (text !== undefined) surveyTexts[schema.key] = text;
      continue;
    }
    if (schema.kind === 'race') {
      const { race, refused } = readRace(text ?? '', defaults.loss);
      for (const id of refused) note({ kind: 'invalid', key: 'race', found: printable(id), used: printable(race) });
      settings.race = race;
      continue;
    }
    if (schema.kind === 'game') {
      const { description, notes: found } = readGame(text ?? '');
      for (const entry of found) {
        note({ kind: entry.kind, key: 'game', found: printable(entry.found), used: entry.used });
      }
      settings.game = gameText(description);
      continue;
    }
    settings[schema.key] = text === undefined ? fallback : readSetting(schema, text, fallback, note);
  }
  const survey = readSurvey(surveyTexts, requireMethod(defaults), settings.data === 'own');
  for (const { kind, key, found } of survey.notes) {
    note({ kind, key, found: printable(found), used: printable(survey[key]) });
  }
  const world_knobs: Record<string, number> = {};
  for (const knob of ownKnobsOf(String(settings.data))) {
    const key = worldKnobKey(knob.name);
    const text = fields.get(key);
    fields.delete(key);
    const range = { min: knob.min, max: knob.max, integer: knob.integer === true };
    world_knobs[knob.name] = text === undefined ? knob.default : readNumber(key, text, range, knob.default, note);
  }
  const hyperparameters: Record<string, number> = {};
  for (const parameter of requireMethod(defaults).hyperparameters) {
    const text = fields.get(parameter.name);
    fields.delete(parameter.name);
    const allowed = parameter.options?.map((option) => option.value);
    hyperparameters[parameter.name] =
      text === undefined
        ? parameter.default
        : readNumber(
            parameter.name,
            text,
            { min: parameter.min, max: parameter.max, integer: false, allowed },
            parameter.default,
            note,
          );
  }
  for (const [key, found] of fields) note({ kind: 'unknown_key', key, found: printable(found) });

  const experiment = Object.freeze({
    ...defaults,
    ...(settings as Partial<Experiment>),
    bench: survey.bench,
    sweep: survey.sweep,
    seeds: survey.seeds,
    world_knobs: Object.freeze(world_knobs),
    hyperparameters: Object.freeze(hyperparameters),
  });
  return { experiment: consistent(experiment), notes, readOnly, raw };
}

/** `data_hash` belongs to own rows only, and world knobs to a world's sets only. */
function consistent(experiment: Experiment): Experiment {
  const { data_hash, world_knobs, data } = experiment;
  return data === 'own' ? { ...withData(experiment, data), data_hash } : { ...withData(experiment, data), world_knobs };
}

function readSetting(
  schema: Exclude<SettingSchema, { kind: 'race' | 'survey' | 'game' }>,
  text: string,
  fallback: string | number | null,
  note: (entry: LinkNote) => void,
): string | number | null {
  const invalid = () => {
    note({ kind: 'invalid', key: schema.key, found: printable(text), used: String(fallback) });
    return fallback;
  };
  switch (schema.kind) {
    case 'number':
      if (schema.nullable && text === 'null') return null;
      return readNumber(schema.key, text, schema, typeof fallback === 'string' ? null : fallback, note);
    case 'choice':
      return schema.options.includes(text) ? text : invalid();
    case 'id':
      return /^[a-z0-9][a-z0-9_-]{0,63}$/.test(text) ? text : invalid();
    case 'hash':
      return /^([0-9a-f]{64})?$/.test(text) ? text : invalid();
    case 'text':
      return legible(text);
  }
}

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly allowed?: readonly number[] | undefined;
}

function readNumber<F extends number | null>(
  key: string,
  text: string,
  range: NumberRange,
  fallback: F,
  note: (entry: LinkNote) => void,
): number | F {
  const found = printable(text);
  const value =
    /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && text.length <= VALUE_MAX_LENGTH ? Number(text) : Number.NaN;
  if (!Number.isFinite(value) || (range.allowed && !range.allowed.includes(value))) {
    note({ kind: 'invalid', key, found, used: String(fallback) });
    return fallback;
  }
  const whole = range.integer ? Math.round(value) : value;
  const used = Math.min(range.max, Math.max(range.min, whole));
  if (used !== value) note({ kind: 'clamped', key, found, used: String(used) });
  return used === 0 ? 0 : used; // never −0, whose text would not round-trip
}

function requireMethod(experiment: Pick<Experiment, 'loss' | 'objective'>): MethodDefinition {
  const method = methodOf(experiment) ?? METHODS[0];
  if (method === undefined) throw new Error('no methods are registered');
  return method;
}

/** Percent-decoding; null when malformed. '+' stays '+': a fragment is not a form. */
function decodeText(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Percent-encoding that survives chats: they cut a link's last parenthesis off, and never throws. */
function encodeText(text: string): string {
  const encoded = encodeURIComponent(text.replace(/\p{Cs}/gu, '\u{FFFD}'));
  return encoded.replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A foreign text of several lines, whole, but without characters that hide or reorder what is read. */
function legible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
}

/** Foreign text as it may be shown: short, without control, bidi or surrogate characters. */
function printable(text: string): string {
  return text.slice(0, VALUE_MAX_LENGTH).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
}
