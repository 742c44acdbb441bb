import { isObject } from './readGolden.ts';
import type { Json, JsonObject } from './types.ts';

/** Typed reading of a case's fields; a field of another type fails the case by its name. */

/** A number; the texts "NaN", "Infinity" and "-Infinity" stand for themselves. */
export function toNumber(value: Json | undefined, name: string): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  throw new Error(`${name} is not a number`);
}

export function numberField(from: JsonObject, name: string): number {
  return toNumber(from[name], name);
}

export function numbersField(from: JsonObject, name: string): number[] {
  return toList(from[name], name).map((value, i) => toNumber(value, `${name}[${i}]`));
}

export function rowsField(from: JsonObject, name: string): number[][] {
  return toList(from[name], name).map((row, i) =>
    toList(row, `${name}[${i}]`).map((value, j) => toNumber(value, `${name}[${i}][${j}]`)),
  );
}

export function textField(from: JsonObject, name: string): string {
  const value = from[name];
  if (typeof value !== 'string') throw new Error(`${name} is not a text`);
  return value;
}

export function objectField(from: JsonObject, name: string): JsonObject {
  const value = from[name];
  if (!isObject(value)) throw new Error(`${name} is not an object`);
  return value;
}

/** All numbers of a nested list, in order. */
export function flatten(value: Json | undefined, name: string): number[] {
  return Array.isArray(value)
    ? (value as readonly Json[]).flatMap((item, i) => flatten(item, `${name}[${i}]`))
    : [toNumber(value, name)];
}

export function toList(value: Json | undefined, name: string): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`);
  return value as readonly Json[];
}
