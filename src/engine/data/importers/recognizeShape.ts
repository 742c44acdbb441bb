import type { ShapeId } from '../../protocol.ts';
import { fieldsOf, isRecord } from './readings.ts';
import { SHAPES } from './shapes/index.ts';
import { pairs } from './shapes/pairs.ts';
import type { RawRecord, Shape } from './types.ts';

/** Records that are looked at, evenly spread over the file. */
const LOOKED_AT = 200;

export interface Recognised {
  /** The one that most records fit; `pairs` where none fits any, so that every record's report says what is missing. */
  readonly shape: Shape;
  readonly isCertain: boolean;
  /** All that some record fits, the best first; `pairs` always among them. */
  readonly fitting: readonly Shape[];
  /** Names of the fields that occur. */
  readonly fields: readonly string[];
  /** Those of them that hold a text, other than white space, in some record. */
  readonly texts: readonly string[];
}

/** What shape a file has, by its fields. Between shapes that fit equally many records the order of `SHAPES` decides. */
export function recognizeShape(records: readonly RawRecord[]): Recognised {
  const stride = Math.max(1, Math.ceil(records.length / LOOKED_AT));
  const looked = records
    .filter((_, index) => index % stride === 0)
    .map(({ value }) => value)
    .filter(isRecord)
    .map(fieldsOf);
  const counts = SHAPES.map((shape) => ({ shape, count: looked.filter((fields) => shape.fits(fields)).length }));
  const fitting = counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ shape }) => shape);
  const names = new Set(looked.flatMap((fields) => [...fields.keys()]));
  return {
    shape: fitting[0] ?? pairs,
    isCertain: fitting.length > 0,
    fitting: fitting.includes(pairs) ? fitting : [...fitting, pairs],
    fields: [...names],
    texts: [...names].filter((name) => looked.some((fields) => isText(fields.get(name)))),
  };
}

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';

export function shapeById(id: ShapeId): Shape | undefined {
  return SHAPES.find((shape) => shape.id === id);
}
