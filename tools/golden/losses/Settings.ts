import { toNumber } from '../fields.ts';
import { isObject } from '../readGolden.ts';
import { type Json, type JsonObject, Unknown } from '../types.ts';

/** Hyperparameters that note what was read, so that nothing is passed over in silence. */
export class Settings {
  /** How log-probs are reduced goes without saying: a wrong one would not agree. */
  private readonly read = new Set(['logp_reduction']);
  private readonly values: Readonly<Record<string, Json>>;

  constructor(values: Readonly<Record<string, Json>>) {
    this.values = values;
  }

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  number(name: string): number {
    this.read.add(name);
    return toNumber(this.values[name], name);
  }

  optional(name: string, fallback = 0): number {
    this.read.add(name);
    const value = this.values[name];
    return typeof value === 'number' ? value : fallback;
  }

  flag(name: string): boolean {
    this.read.add(name);
    return this.values[name] === true;
  }

  optionalZero(name: string): void {
    if (this.optional(name) !== 0) throw new Unknown(`${name} ${this.optional(name)}`);
  }

  choice(name: string): string | undefined {
    this.read.add(name);
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  list(name: string): readonly Json[] | undefined {
    this.read.add(name);
    const value = this.values[name];
    return Array.isArray(value) ? (value as readonly Json[]) : undefined;
  }

  object(name: string): JsonObject | undefined {
    this.read.add(name);
    const value = this.values[name];
    return isObject(value) ? value : undefined;
  }

  /** Settings that are off may stay unread. */
  refuseRest(): void {
    for (const [name, value] of Object.entries(this.values)) {
      const off = value === null || value === false || value === 0;
      if (!this.read.has(name) && !off) throw new Unknown(`setting ${name} ${JSON.stringify(value)}`);
    }
  }
}
