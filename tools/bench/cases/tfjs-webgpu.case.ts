import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { tensorflowTraining } from '../tensorflowTraining.ts';

export async function open() {
  await tf.setBackend('webgpu');
  return tensorflowTraining();
}
