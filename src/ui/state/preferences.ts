/** How a person wants the page to be; kept in this browser, never in a link. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly motion: 'system' | 'reduced';
  /** Chart updates a second. */
  readonly updatesPerSecond: 4 | 1;
  readonly shortcuts: boolean;
  readonly keepAwake: boolean;
  readonly backend: 'auto' | 'webgpu' | 'wasm' | 'cpu';
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  motion: 'system',
  updatesPerSecond: 4,
  shortcuts: true,
  keepAwake: true,
  backend: 'auto',
};

const STORAGE_KEY = 'alignment-playground/preferences/1';

/** Stored text is foreign: each field is taken only if it is one of its values. */
export function readPreferences(text: string | null): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? 'null');
  } catch {
    return DEFAULT_PREFERENCES;
  }
  if (typeof stored !== 'object' || stored === null) return DEFAULT_PREFERENCES;
  const fields = new Map<string, unknown>(Object.entries(stored));
  const oneOf = <T>(key: string, allowed: readonly T[], fallback: T): T =>
    allowed.find((value) => value === fields.get(key)) ?? fallback;
  return {
    theme: oneOf('theme', ['system', 'light', 'dark'], DEFAULT_PREFERENCES.theme),
    motion: oneOf('motion', ['system', 'reduced'], DEFAULT_PREFERENCES.motion),
    updatesPerSecond: oneOf('updatesPerSecond', [4, 1], DEFAULT_PREFERENCES.updatesPerSecond),
    shortcuts: oneOf('shortcuts', [true, false], DEFAULT_PREFERENCES.shortcuts),
    keepAwake: oneOf('keepAwake', [true, false], DEFAULT_PREFERENCES.keepAwake),
    backend: oneOf('backend', ['auto', 'webgpu', 'wasm', 'cpu'], DEFAULT_PREFERENCES.backend),
  };
}

export function loadPreferences(): Preferences {
  try {
    return readPreferences(localStorage.getItem(STORAGE_KEY));
  } catch {
    return DEFAULT_PREFERENCES; // storage may be forbidden
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences));
  } catch {
    // The choice holds until the page is closed.
  }
}
