/** The page side of the benchmark: opens one case and times its units. Driven by `runCases.ts`. */
import { countsSince, gpuCounts, peakGpuBytes } from './probe.ts';
import type { CaseDescription, OpenedCase, Sample } from './types.ts';

interface CaseModule {
  open(): Promise<OpenedCase>;
}

/** By the case's name; loaded only when asked for, so that no library disturbs another. */
const files = import.meta.glob<CaseModule>('./cases/*.case.ts');

declare global {
  interface Window {
    openCase(name: string): Promise<CaseDescription>;
    runUnit(unit: string): Promise<Sample>;
    peakGpuBytes(): number;
  }
}

let opened: OpenedCase | undefined;

window.openCase = async (name) => {
  const load = files[`./cases/${name}.case.ts`];
  if (load === undefined) throw new Error(`no case ${name}`);
  opened = await (await load()).open();
  return {
    units: Object.fromEntries(
      Object.entries(opened.units).map(([unit, { flops = null, tokens = null }]) => [unit, { flops, tokens }]),
    ),
    facts: opened.facts ?? {},
    crossOriginIsolated: window.crossOriginIsolated,
  };
};

window.runUnit = async (name) => {
  const unit = opened?.units[name];
  if (unit === undefined) throw new Error(`no unit ${name}`);
  const before = gpuCounts();
  const start = performance.now();
  const outcome = await unit.run();
  const ms = performance.now() - start;
  return { ...outcome, ms, counts: countsSince(before) };
};

window.peakGpuBytes = peakGpuBytes;
