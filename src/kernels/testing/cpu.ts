import { registerGradients } from '../registerGradients.ts';
import { startTensorflow } from '../tensors/openTensorBackend.ts';

/** For tests: TF.js on its CPU backend, with the gradients of its ops. */
export async function startCpu(): Promise<void> {
  await registerGradients();
  await startTensorflow('cpu');
}
