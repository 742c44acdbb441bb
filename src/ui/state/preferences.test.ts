import { describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, readPreferences } from './preferences.ts';

describe('readPreferences', () => {
  it('takes what it knows, field by field, and the defaults for the rest', () => {
    expect(readPreferences('{"theme":"dark","updatesPerSecond":1,"backend":"abacus","shortcuts":"no"}')).toEqual({
      ...DEFAULT_PREFERENCES,
      theme: 'dark',
      updatesPerSecond: 1,
    });
  });

  it('survives whatever else is stored', () => {
    for (const text of [null, '', 'null', '[]', '{', '{"__proto__":{"theme":"dark"}}']) {
      expect(readPreferences(text)).toEqual(DEFAULT_PREFERENCES);
    }
  });
});
