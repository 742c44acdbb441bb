import { KernelError } from './executor.ts';
import { FLAT_ALIGNMENT, type ParameterEntry, type ParameterLayout } from './types.ts';

export interface ParameterDeclaration {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether weight decay applies (matrices yes, norm gains no). */
  readonly decay: boolean;
}

/** Elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Places parameters in one flat buffer: decayed ones first, in the order given, each at a multiple of FLAT_ALIGNMENT.
 * The gaps stay zero under AdamW (zero gradient, zero weight), so they may lie inside the decayed range.
 *
 * @throws KernelError PLAN_INVALID for a name used twice or an empty shape
 */
export function layoutParameters(declarations: readonly ParameterDeclaration[]): ParameterLayout {
  const names = new Set<string>();
  const entries: ParameterEntry[] = [];
  let offset = 0;
  const place = (declaration: ParameterDeclaration): void => {
    const { name, shape, decay } = declaration;
    if (names.has(name)) throw new KernelError('PLAN_INVALID', { parameter: name, reason: 'name used twice' });
    if (shape.some((size) => !Number.isInteger(size) || size < 1)) {
      throw new KernelError('PLAN_INVALID', { parameter: name, reason: `shape [${shape.join(',')}]` });
    }
    names.add(name);
    entries.push({ name, shape: [...shape], offset, decay });
    offset += Math.ceil(elementCount(shape) / FLAT_ALIGNMENT) * FLAT_ALIGNMENT;
  };
  for (const declaration of declarations) if (declaration.decay) place(declaration);
  const decayLength = offset;
  for (const declaration of declarations) if (!declaration.decay) place(declaration);
  return { entries, length: offset, decayLength };
}
