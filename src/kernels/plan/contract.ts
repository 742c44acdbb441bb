import { KernelError } from './executor.ts';
import type { Attributes, DataType, KernelName, Launch, Value } from './types.ts';

export interface ContractShapes {
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * The shape contract of one kernel, written like the table in `types.ts`: 'N*T, H*D' is a matrix whose rows are a multiple
 * of T. Letters are bound by attributes first, then left to right by the inputs; a product may hold one letter not bound yet.
 * 'i32 M' is an integer vector; '8' a fixed size.
 */
export interface KernelContract {
  readonly kernel: KernelName;
  readonly attributes: Readonly<Record<string, string>>;
  /** `rank`: of the first input, for kernels that take several. */
  readonly shapes: (attributes: Attributes, rank: number) => ContractShapes;
  /** Inputs that may be left out, from the end. */
  readonly optionalInputs?: number;
  /** Output position → input position of the value it overwrites. */
  readonly inPlace?: Readonly<Record<number, number>>;
  /** Whether outputs may, or must, be gradients (which are added into). */
  readonly accumulates?: 'may' | 'must';
  /** Positive, whole attributes except those named here. */
  readonly realAttributes?: readonly string[];
  /** A further condition on the bound letters; returns what is wrong. */
  readonly condition?: (dimensions: ReadonlyMap<string, number>) => string | undefined;
}

export function describeValue(value: Value): string {
  return `${value.name}:${value.dataType === 'int32' ? 'i32' : 'f32'}[${value.shape.join(',')}]`;
}

export function describeLaunch(launch: Launch): string {
  return `${launch.kernel}(${launch.inputs.map(describeValue).join(', ')}) -> ${launch.outputs.map(describeValue).join(', ')}`;
}

/** @throws KernelError PLAN_INVALID naming the launch, its shapes and the contract broken */
export function checkLaunch(launch: Launch, contract: KernelContract): void {
  const fail = (reason: string): never => {
    throw new KernelError('PLAN_INVALID', {
      launch: describeLaunch(launch),
      attributes: JSON.stringify(launch.attributes),
      reason,
    });
  };
  const dimensions = new Map<string, number>();
  for (const [attribute, letter] of Object.entries(contract.attributes)) {
    const size = launch.attributes[attribute];
    if (size === undefined || !Number.isFinite(size)) fail(`attribute ${attribute} is missing`);
    else if (!contract.realAttributes?.includes(attribute)) {
      if (!Number.isInteger(size) || size < 0) fail(`attribute ${attribute} is ${size}`);
      dimensions.set(letter, size);
    }
  }
  const { inputs, outputs } = contract.shapes(launch.attributes, launch.inputs[0]?.shape.length ?? 0);
  const inputNames = Object.keys(inputs);
  const outputNames = Object.keys(outputs);
  const least = inputNames.length - (contract.optionalInputs ?? 0);
  if (launch.inputs.length > inputNames.length || launch.inputs.length < least) {
    fail(`${launch.inputs.length} inputs, expected ${inputNames.join(', ')}`);
  }
  if (launch.outputs.length !== outputNames.length)
    fail(`${launch.outputs.length} outputs, expected ${outputNames.join(', ')}`);
  launch.inputs.forEach((value, index) => {
    const name = inputNames[index] as string;
    const problem = matchShape(value, inputs[name] as string, dimensions);
    if (problem) fail(`${name} ${problem}`);
  });
  launch.outputs.forEach((value, index) => {
    const name = outputNames[index] as string;
    const problem = matchShape(value, outputs[name] as string, dimensions);
    if (problem) fail(`${name} ${problem}`);
    checkOutputStorage(launch, contract, value, index, fail);
  });
  const problem = contract.condition?.(dimensions);
  if (problem) fail(problem);
}

function checkOutputStorage(
  launch: Launch,
  contract: KernelContract,
  value: Value,
  index: number,
  fail: (reason: string) => never,
): void {
  const overwritten = contract.inPlace?.[index];
  if (overwritten !== undefined) {
    if (launch.inputs[overwritten] !== value) fail(`output ${index} must be input ${overwritten}, which it overwrites`);
    return;
  }
  if (launch.inputs.includes(value)) fail(`output ${index} must not be one of the inputs`);
  if (value.storage === 'gradient') {
    if (contract.accumulates === undefined)
      fail(`output ${index} is a gradient, but ${launch.kernel} does not accumulate`);
  } else if (contract.accumulates === 'must') fail(`output ${index} must be a gradient`);
  else if (value.storage !== 'temporary')
    fail(`output ${index} is ${value.storage}, which ${launch.kernel} cannot write`);
}

/** Returns what does not fit, after binding the letters that were free. */
function matchShape(value: Value, pattern: string, dimensions: Map<string, number>): string | undefined {
  const dataType: DataType = pattern.startsWith('i32 ') ? 'int32' : 'float32';
  if (value.dataType !== dataType) return `is ${value.dataType}, expected ${dataType}`;
  const products = pattern.replace('i32 ', '').split(', ');
  if (products.length !== value.shape.length) return `has rank ${value.shape.length}, expected [${pattern}]`;
  for (const [axis, product] of products.entries()) {
    const size = value.shape[axis] as number;
    let known = 1;
    let free: string | undefined;
    for (const factor of product.split('*')) {
      const factorSize = /^\d+$/.test(factor) ? Number(factor) : dimensions.get(factor);
      if (factorSize === undefined) free = factor;
      else known *= factorSize;
    }
    if (free !== undefined) {
      if (size % known !== 0) return `has ${size} on axis ${axis}, expected a multiple of ${known} (${product})`;
      dimensions.set(free, size / known);
    } else if (size !== known) return `has ${size} on axis ${axis}, expected ${known} (${product})`;
  }
  return undefined;
}
