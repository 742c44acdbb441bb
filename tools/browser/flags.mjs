/**
 * Command-line flags for the Chromium that tests and headless runs start. Without the two WebGPU flags a machine that
 * has no GPU has no adapter at all: that is the second project, in which the fallback is tested.
 */

/** Quiet and offline, and able to run as root in a container. */
export const plainFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU on the processor (SwiftShader): every limit and error of the real thing but neither its speed nor `shader-f16`. */
export const webgpuFlags = [
  ...plainFlags,
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];
