import { openOurs } from '../ourBackend.ts';
import { ourSampling } from '../ourSampling.ts';

export const open = async () => ourSampling(await openOurs('webgpu'));
