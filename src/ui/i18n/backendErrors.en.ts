import type { EngineErrorCode } from '../../engine/index.ts';
import type { ErrorSentences } from './errorSentences.ts';
import { shown } from './errorWords.ts';

/** What goes wrong with the device and what computes on it. */
export const backendErrors = {
  BACKEND_UNAVAILABLE: {
    title: () => 'This browser offers nothing to compute on.',
    why: () => 'Neither WebGPU nor WebAssembly could be opened.',
    next: () =>
      'Open the page in a current version of Chrome, Edge, Firefox or Safari. The recorded run works everywhere.',
  },
  BACKEND_FAILED: {
    title: () => 'The computation stopped unexpectedly.',
    why: () => 'The compute backend reported a fault that this page did not expect; the details hold what it said.',
    next: () =>
      'Try it again on another backend. If it fails there too, it is a fault of this page: please report the details.',
  },
  SHADER_INVALID: {
    title: (data) => `A GPU program was refused: ${shown(data, 'kernel', 'unnamed')}.`,
    why: () => 'The graphics driver of this device did not accept it. That is a fault of this page, not yours.',
    next: () => 'Run it on WebAssembly instead, and report the diagnostics if you can.',
  },
  GPU_LOST: {
    title: () => 'The browser took the GPU away.',
    why: () => 'This happens after a driver reset, when memory runs short, or when a tab rests for a long time.',
    next: () => 'Reload the page: it offers to go on from the last snapshot.',
  },
  OUT_OF_MEMORY: {
    title: () => 'The device ran out of memory.',
    why: () => 'The model, its gradients and the log-probabilities of a batch did not fit together.',
    next: () => 'Lower the batch size or the maximum length, or take the smaller model.',
  },
  LIMIT_BUFFER: {
    title: () => 'A buffer is larger than this device allows.',
    why: (data) =>
      `${shown(data, 'buffer', 'A buffer')} needs ${shown(data, 'needed', 'more')} bytes; the device offers ${shown(data, 'available', 'fewer')} (${shown(data, 'limit', 'its limit')}).`,
    next: () => 'Lower the batch size or the maximum length.',
  },
} satisfies Partial<Record<EngineErrorCode, ErrorSentences>>;
