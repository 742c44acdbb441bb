import type { DataReport, ImportedRow, ShapeId } from '../../protocol.ts';
import type { PreferenceRow } from '../../worlds/types.ts';
import { canonicalJsonl } from '../importJsonl.ts';
import { sha256Hex } from '../sha256.ts';
import { type Converted, convertRecords } from './convertRecords.ts';
import { describeRows } from './describeRows.ts';
import { recognizeShape, shapeById } from './recognizeShape.ts';
import { renamingFor } from './renamingFor.ts';
import type { Breathe, RawRecords, Shape } from './types.ts';

const PROBLEMS_LISTED = 100;

export interface ImportedData {
  readonly report: DataReport;
  readonly rows: readonly PreferenceRow[];
  /** All that can be looked at: the rows, or prompts alone. */
  readonly shown: readonly ImportedRow[];
}

export interface ImportOptions {
  /** The person's choice; else the fields decide. */
  readonly shape?: ShapeId;
  /** A hash that a link asks for: a fitting shape that gives it is taken before the likeliest one. */
  readonly wanted?: string;
  readonly breathe: Breathe;
}

/** Records, however they were read, as rows with a report of all that became of them. */
export async function importRecords(
  name: string,
  records: RawRecords,
  { shape: chosen, wanted, breathe }: ImportOptions,
): Promise<ImportedData> {
  const recognised = recognizeShape(records.records);
  const asked = chosen === undefined ? undefined : shapeById(chosen);
  const shapes = asked ? [asked] : wanted ? recognised.fitting : [recognised.shape];
  let made = await convert(shapes[0] ?? recognised.shape, records, breathe);
  for (const shape of shapes.slice(1)) {
    if (made.hash === wanted) break;
    const other = await convert(shape, records, breathe);
    if (other.hash === wanted) made = other;
  }
  const { shape, converted, hash } = made;
  const problems = [...records.problems, ...converted.problems].sort((a, b) => a.line - b.line);
  const read = records.records.length + records.problems.length;
  const counts = new Map<string, number>();
  for (const { problem } of problems) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  const isPrompts = converted.kind === 'prompts';
  const unread = recognised.fields.filter((name) => !converted.looked.has(name));
  const isNoPair = !recognised.isCertain || recognised.shape.id === 'prompts';
  const texts = recognised.texts.filter((name) => unread.includes(name));
  return {
    rows: converted.rows,
    shown: isPrompts ? converted.prompts.map((prompt) => ({ prompt })) : converted.rows,
    report: {
      name,
      hash,
      format: records.format,
      gzipped: records.gzipped,
      shape: shape.id,
      isGuess: asked === undefined,
      isRecognised: recognised.isCertain,
      fields: recognised.fields,
      unread,
      renaming:
        isNoPair && converted.rows.length === 0
          ? renamingFor(records.records, recognised.fields, texts, isPrompts)
          : null,
      kind: converted.kind,
      read,
      accepted: read - problems.length,
      rows: isPrompts ? converted.prompts.length : converted.rows.length,
      acrossPrompts: converted.acrossPrompts,
      reasons: [...counts].map(([problem, count]) => ({ problem, count })).sort((a, b) => b.count - a.count),
      problems: problems.slice(0, PROBLEMS_LISTED),
      problemsOmitted: Math.max(0, problems.length - PROBLEMS_LISTED),
      notes: converted.notes,
      figures: await describeRows(converted.rows, breathe),
    },
  };
}

async function convert(shape: Shape, records: RawRecords, breathe: Breathe) {
  const converted = await convertRecords(records.records, shape, breathe);
  return { shape, converted, hash: await hashOf(converted) };
}

/** Of canonical JSON Lines: whatever file rows come from, the same rows have the same hash. */
function hashOf({ kind, rows, prompts }: Converted): Promise<string> {
  const text =
    kind === 'prompts' ? prompts.map((prompt) => JSON.stringify({ prompt })).join('\n') : canonicalJsonl(rows);
  return sha256Hex(new TextEncoder().encode(text));
}
