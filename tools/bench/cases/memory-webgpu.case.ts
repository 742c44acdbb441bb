import { openOurs } from '../ourBackend.ts';
import { ourWorkingBytes } from '../ourMemory.ts';

export const open = () => ourWorkingBytes(() => openOurs('webgpu'));
