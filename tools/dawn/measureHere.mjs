// Measures the kernels in Node on Dawn: `VK_DRIVER_FILES=… npx tsx tools/dawn/measureHere.mjs`.
import './installGpu.mjs';
import { measure } from '../../src/kernels/webgpu/measure.ts';

await measure((line) => process.stdout.write(`${line}\n`));
process.exit(0);
