/**
 * Hands our device to TF.js, as its 'webgpu' backend and the active one: references and measurements then run beside our
 * kernels on the same device. TF.js's WebGPU code is loaded here only, so that the product's worker does without it.
 *
 * @throws Error when TF.js cannot start on the device
 */
export async function registerTensorBackend(device: GPUDevice): Promise<void> {
  const tf = await import('@tensorflow/tfjs-core');
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // Importing the package registers its own factory, and a second registration under the name is ignored; the kernels
  // belong to the name.
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, device.adapterInfo));
  if (!(await tf.setBackend('webgpu'))) throw new Error('TF.js did not start its webgpu backend');
  await tf.ready();
}
