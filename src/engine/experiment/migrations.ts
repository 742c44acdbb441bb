/**
 * Link migrations: append-only, pure, one for each version step. Entry i turns the fields of version i+1 into those of
 * version i+2. A published entry never changes; each has golden links in `codec.test.ts`.
 */
type LinkMigration = (fields: ReadonlyMap<string, string>) => Map<string, string>;

const MIGRATIONS: readonly LinkMigration[] = [];

export function migrateLink(fields: Map<string, string>, from: number, to: number): Map<string, string> {
  let migrated = fields;
  for (let version = from; version < to; version++) migrated = MIGRATIONS[version - 1]?.(migrated) ?? migrated;
  return migrated;
}
