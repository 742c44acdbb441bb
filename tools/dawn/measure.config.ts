import { defineConfig, mergeConfig } from 'vitest/config';
import dawn from './vitest.config.ts';

/** Measurements that need what Vite does for TF.js's imports. See `step.measure.ts`. */
export default mergeConfig(
  { ...dawn, test: { ...dawn.test, include: [] } },
  defineConfig({
    test: {
      include: ['tools/dawn/*.measure.ts'],
      // TF.js's gradients lie in a file that imports folders, which Node cannot: Vite resolves it.
      server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core)/] } },
    },
  }),
);
