import { openOurs } from '../ourBackend.ts';
import { productUnits } from '../ourMatmul.ts';

/** `run` computes before it returns. */
export const open = async () => productUnits(await openOurs('wasm'), async () => {});
