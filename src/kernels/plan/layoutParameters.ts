import { KernelError } from './executor.ts';
import { FLAT_ALIGNMENT, type ParameterEntry, type ParameterLayout } from './types.ts';

export interface ParameterDeclaration {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether weight decay applies (matrices yes, norm gains no). */
  readonly decay: boolean;
  /** Right behind the one declared before, without a gap: the two can be read as one matrix (`PlanBuilder.joined`). */
  readonly joined?: boolean;
}

/** Elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Places parameters in one flat buffer: decayed ones first, in the order given, each at a multiple of FLAT_ALIGNMENT
 * unless it is joined to the one before. The gaps stay zero under AdamW (zero gradient, zero weight), so they may lie inside the decayed range.
 *
 * @throws KernelError PLAN_INVALID for a name used twice, an empty shape, or a joined parameter of another width or decay than
 *   the one before
 */
export function layoutParameters(declarations: readonly ParameterDeclaration[]): ParameterLayout {
  const names = new Set<string>();
  const entries: ParameterEntry[] = [];
  let end = 0;
  const place = (declaration: ParameterDeclaration): void => {
    const { name, shape, decay, joined = false } = declaration;
    if (names.has(name)) throw new KernelError('PLAN_INVALID', { parameter: name, reason: 'name used twice' });
    if (shape.some((size) => !Number.isInteger(size) || size < 1)) {
      throw new KernelError('PLAN_INVALID', { parameter: name, reason: `shape [${shape.join(',')}]` });
    }
    const before = entries.at(-1);
    if (joined && (before?.decay !== decay || before.shape.slice(1).join() !== shape.slice(1).join())) {
      throw new KernelError('PLAN_INVALID', { parameter: name, reason: 'joined to a parameter of another kind' });
    }
    names.add(name);
    const begin = joined ? end : Math.ceil(end / FLAT_ALIGNMENT) * FLAT_ALIGNMENT;
    entries.push({ name, shape: [...shape], offset: begin, decay });
    end = begin + elementCount(shape);
  };
  for (const declaration of declarations) if (declaration.decay) place(declaration);
  const decayLength = Math.ceil(end / FLAT_ALIGNMENT) * FLAT_ALIGNMENT;
  for (const declaration of declarations) if (!declaration.decay) place(declaration);
  return { entries, length: Math.ceil(end / FLAT_ALIGNMENT) * FLAT_ALIGNMENT, decayLength };
}
