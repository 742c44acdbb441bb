/**
 * A training step of Shape S on Dawn in Node, beside naive TF.js on the same device: losses must agree, times are printed, by
 * the clock and of the processor (the driver's threads), which other work on the machine moves less.
 *   VK_DRIVER_FILES=… npx vitest run --config tools/dawn/measure.config.ts
 */
import { expect, it } from 'vitest';
import { diagnose } from '../../src/kernels/diagnose.ts';
import { type LaneVariant, laneVariants } from '../../src/kernels/webgpu/laneVariants.ts';
import { canRun, everywhere, type MatmulVariant } from '../../src/kernels/webgpu/matmulVariants.ts';
import { registerTensorBackend } from '../../src/kernels/webgpu/registerTensorBackend.ts';
import { WebGPUBackend } from '../../src/kernels/webgpu/WebGPUBackend.ts';
import { ourTrainingStep } from '../bench/ourTraining.ts';
import { SHAPE_S } from '../bench/shape.ts';
import { tensorflowTraining } from '../bench/tensorflowTraining.ts';
import type { Unit } from '../bench/types.ts';
import { workersMs } from './workersMs.ts';

const ROUNDS = 3;
/** Half precision rounds its operands; single precision agrees as in the benchmark. */
const CASES: readonly (readonly [MatmulVariant, LaneVariant, number])[] = [
  ['registers4x4', 'apart', 1e-3],
  ['subgroups8x4', 'apart', 1e-3],
  ['subgroups8x4half', 'quads', 2e-2],
  ['subgroups8x4', 'quads', 1e-3],
  ['subgroups8lanes', 'quads', 1e-3],
];

it('a step of ours, and of TF.js', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const backend = await WebGPUBackend.open(adapter, { diagnosis: await diagnose(), generation: 1 });
  const cases: { name: string; unit: Unit; times: number[]; worked: number[]; losses: number[]; tolerance: number }[] =
    [];
  const add = (name: string, unit: Unit, tolerance: number) =>
    cases.push({ name, unit, times: [], worked: [], losses: [], tolerance });
  for (const [variant, lanes, tolerance] of CASES) {
    if (!canRun(variant, backend.device) || !laneVariants(backend.device.features).includes(lanes)) continue;
    backend.setTraits({ matmul: everywhere(variant), lanes });
    add(`${variant}, lanes: ${lanes}`, (await ourTrainingStep(backend, SHAPE_S)).unit, tolerance);
  }
  await registerTensorBackend(backend.device);
  add('TF.js', tensorflowTraining().units.step as Unit, 0);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { unit, times, worked, losses } of cases) {
      const [start, before] = [performance.now(), workersMs()];
      const { loss } = await unit.run();
      // The first compiles.
      if (round > 0) times.push(performance.now() - start);
      if (round > 0) worked.push(workersMs() - before);
      losses.push(loss ?? Number.NaN);
    }
  }
  const peer = cases.at(-1);
  const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  for (const { name, times, worked, losses, tolerance } of cases) {
    const ratio = median(peer?.times ?? []) / median(times);
    const workRatio = median(peer?.worked ?? []) / median(worked);
    const list = times.map((time) => time.toFixed(0)).join(' ');
    process.stdout.write(
      `${name}: ${list} ms, ${ratio.toFixed(1)}× TF.js, processor ${median(worked).toFixed(0)} ms, ${workRatio.toFixed(1)}×, losses ${losses.map((loss) => loss.toFixed(4)).join(' ')}\n`,
    );
    losses.forEach((loss, step) => {
      expect(Math.abs(loss - (peer?.losses[step] ?? Number.NaN)), `${name}, step ${step}`).toBeLessThanOrEqual(
        tolerance,
      );
    });
  }
}, 600_000);
