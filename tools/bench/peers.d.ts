/**
 * The little of the peers' types that the cases use: written here, so that types can be checked where the peers are not
 * installed.
 */
declare module '@jax-js/jax' {
  /** Ownership: an array given to an operation is used up; `.ref` keeps it. */
  export interface NdArray {
    readonly ref: NdArray;
    readonly ndim: number;
    add(other: NdArray | number): NdArray;
    sub(other: NdArray | number): NdArray;
    mul(other: NdArray | number): NdArray;
    div(other: NdArray | number): NdArray;
    sum(): NdArray;
    reshape(shape: readonly number[]): NdArray;
    slice(...index: readonly (number | readonly number[])[]): NdArray;
    data(): Promise<Float32Array>;
    dispose(): void;
  }
  export type NamedArrays = Record<string, NdArray>;
  type Operand = NdArray | number;
  export const numpy: {
    array(data: ArrayLike<number>): NdArray;
    zerosLike(x: NdArray): NdArray;
    matmul(a: NdArray, b: NdArray): NdArray;
    transpose(x: NdArray): NdArray;
    square(x: NdArray): NdArray;
    sqrt(x: NdArray): NdArray;
    subtract(a: Operand, b: Operand): NdArray;
    mean(x: NdArray, axis: number, options: { keepdims: boolean }): NdArray;
    concatenate(parts: readonly NdArray[], axis: number): NdArray;
  };
  export const nn: {
    silu(x: NdArray): NdArray;
    oneHot(ids: NdArray, classes: number): NdArray;
    logSoftmax(x: NdArray): NdArray;
    dotProductAttention(q: NdArray, k: NdArray, v: NdArray, options: { isCausal: boolean }): NdArray;
  };
  export const tree: { ref<T>(value: T): T };
  export function init(device: string): Promise<unknown>;
  export function defaultDevice(device: string): unknown;
  export function jit<T>(f: T): T;
  export function valueAndGrad(
    f: (parameters: NamedArrays, ids: NdArray, targets: NdArray) => NdArray,
  ): (parameters: NamedArrays, ids: NdArray, targets: NdArray) => [NdArray, NamedArrays];
  export function blockUntilReady<T>(value: T): Promise<T>;
}

declare module '@genai-fi/nanogpt' {
  export const TeachableLLM: {
    selectBackend(name: string): Promise<void>;
    create(tokeniser: string, config: object): { _model: unknown; _tokeniser: unknown };
  };
}

declare module 'nanogpt-dist/training/BasicTrainer.js' {
  interface Loss {
    data(): Promise<Float32Array>;
    dispose(): void;
  }
  export default class BasicTrainer {
    constructor(model: unknown, tokeniser: unknown, options: object);
    setMixedPrecision(enabled: boolean): void;
    trainStep(state: object, batch: { xs: unknown; ys: unknown }): Loss;
  }
}

declare module 'nanogpt-dist/dist-Da20xy8E.js' {
  /** tfjs-core's `tensor`, by the name it has in this one version's bundle. */
  export function fi(data: Int32Array, shape: readonly number[], dtype: string): unknown;
}
