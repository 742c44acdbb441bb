/**
 * Every entry of TF.js that `src/kernels` imports, for Vite to bundle together: parts register their kernels and gradients
 * in `tfjs-core`, so one that is bundled on its own would register them in a second copy that nobody asks.
 */
export const tensorflowParts = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/register_all_gradients',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgpu',
];
