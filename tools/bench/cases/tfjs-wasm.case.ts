import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { tensorflowTraining } from '../tensorflowTraining.ts';

export async function open() {
  setWasmPaths(new URL('tfjs-threads/', document.baseURI).href);
  setThreadsCount(navigator.hardwareConcurrency);
  await tf.setBackend('wasm');
  return tensorflowTraining();
}
