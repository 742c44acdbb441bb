import { exported, type WasmFunctions } from './WasmKernel.ts';

/** A call whose arguments never change: `undefined` (a size or attribute that the contract promises) would become 0 silently. */
export function bindCall(exports: WasmFunctions, name: string, ...numbers: (number | undefined)[]): () => void {
  const call = exported(exports, name);
  const missing = numbers.indexOf(undefined);
  if (missing >= 0) throw new RangeError(`${name}: argument ${missing} is missing`);
  const complete = numbers as number[];
  return () => call(...complete);
}
