import type { Fields } from './types.ts';

/**
 * A record's fields, with a note of every name that a reading asks for: what it never asks for in any record is left unread.
 *
 * @param looked receives the names; may be shared by all records of a file
 */
export function watchFields(fields: Fields, looked: Set<string>): Fields {
  return {
    get: (name) => {
      looked.add(name);
      return fields.get(name);
    },
    has: (name) => {
      looked.add(name);
      return fields.has(name);
    },
    keys: () => fields.keys(),
  };
}
