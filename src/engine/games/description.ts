import { GAME_IDS, GAME_SETTINGS, type GameId, type GameSetting } from './settings.ts';

/**
 * An exact world as a text, e.g. `game,matrix:random,actions:10,beta:0.01`: its id, then only what differs from its defaults. A link
 * carries it under the key `game`. It is read into a fresh value by the allow-list that GAME_SETTINGS is.
 */
export interface GameDescription {
  readonly game: GameId;
  /** Every setting of that world. */
  readonly values: Readonly<Record<string, number | string>>;
}

/** A part of the text that was not taken as it stood. */
export interface GameNote {
  readonly kind: 'clamped' | 'invalid';
  readonly found: string;
  /** What stands instead: the setting as text, or '' for nothing. */
  readonly used: string;
}

const GAME_MAX_LENGTH = 400;

export function defaultGame(game: GameId): GameDescription {
  return { game, values: Object.fromEntries(GAME_SETTINGS[game].map(({ key, default: value }) => [key, value])) };
}

/** Null for the empty text, and for one whose world is unknown. Never throws. */
export function readGame(text: string): { readonly description: GameDescription | null; readonly notes: GameNote[] } {
  if (text === '') return { description: null, notes: [] };
  const [id = '', ...parts] = text.slice(0, GAME_MAX_LENGTH).split(',');
  const game = GAME_IDS.find((known) => known === id);
  if (game === undefined || text.length > GAME_MAX_LENGTH) {
    return { description: null, notes: [{ kind: 'invalid', found: text, used: '' }] };
  }
  const notes: GameNote[] = [];
  const given = new Map<string, string>();
  for (const part of parts) {
    const [key = '', value = ''] = part.split(':', 2);
    const isKnown = GAME_SETTINGS[game].some((setting) => setting.key === key);
    if (isKnown && !given.has(key)) given.set(key, value);
    else notes.push({ kind: 'invalid', found: part, used: '' });
  }
  const values = Object.fromEntries(
    GAME_SETTINGS[game].map((setting) => [setting.key, readValue(setting, given.get(setting.key), notes)]),
  );
  return { description: consistent({ game, values }), notes };
}

/** The shortest text that reads as this; '' for none. */
export function gameText(description: GameDescription | null): string {
  if (description === null) return '';
  const { game, values } = consistent(description);
  const changed = GAME_SETTINGS[game].filter(({ key, default: value }) => values[key] !== value);
  return [game, ...changed.map(({ key }) => `${key}:${values[key]}`)].join(',');
}

/** Pairs are about no more actions than there are. */
function consistent(description: GameDescription): GameDescription {
  const { game, values } = description;
  if (game !== 'bandit') return description;
  return { game, values: { ...values, covered: Math.min(Number(values.covered), Number(values.actions)) } };
}

function readValue(setting: GameSetting, text: string | undefined, notes: GameNote[]): number | string {
  if (text === undefined) return setting.default;
  const found = `${setting.key}:${text}`;
  if (setting.kind === 'choice') {
    if (setting.options.includes(text)) return text;
    notes.push({ kind: 'invalid', found, used: setting.default });
    return setting.default;
  }
  const value = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && text.length <= 32 ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) {
    notes.push({ kind: 'invalid', found, used: String(setting.default) });
    return setting.default;
  }
  const rounded = setting.integer ? Math.round(value) : value;
  const used = Math.min(setting.max, Math.max(setting.min, rounded)) + 0; // Never −0.
  if (used !== value) notes.push({ kind: 'clamped', found, used: String(used) });
  return used;
}
