// Prints what Dawn finds here; fails when it finds nothing.
import './installGpu.mjs';

const adapter = await navigator.gpu.requestAdapter();
if (!adapter) process.exit(1);
const { vendor, architecture, description } = adapter.info;
process.stdout.write(`Dawn on ${vendor} ${architecture}: ${description}\n`);
process.exit(0);
