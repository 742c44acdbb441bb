import type { Launch, Value } from '../plan/types.ts';

/** The exports of a build of `kernels.wasm.ts`. */
export type WasmFunctions = Readonly<Record<string, (...numbers: number[]) => void>>;

export interface WasmContext {
  readonly exports: WasmFunctions;
  /** Byte offset of a value of the launch; 0 for an optional input that is absent. Never changes. */
  readonly at: (value: Value | undefined) => number;
  /** Byte offset of `scratchBytes(launch)` bytes, which hold anything and keep nothing. */
  readonly scratch: number;
}

/** How a launch calls the functions of its kernel's `x.wasm.ts`. */
export interface WasmKernel {
  readonly scratchBytes?: (launch: Launch) => number;
  /** Called once, when a plan is prepared; what it returns is called in every run. */
  readonly bind: (launch: Launch, context: WasmContext) => () => void;
}

/** The function a binding calls. @throws Error for a name that the build does not export */
export function exported(exports: WasmFunctions, name: string): (...numbers: number[]) => void {
  const found = exports[name];
  if (!found) throw new Error(`the WASM kernels export no ${name}`);
  return found;
}
