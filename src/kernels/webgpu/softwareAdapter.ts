/** CPU drivers by the names they give themselves. WASM is several times faster than any of them. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|\bwarp\b/i;

export function isSoftwareAdapter(info: GPUAdapterInfo): boolean {
  const { vendor, architecture, device, description } = info;
  return info.isFallbackAdapter === true || SOFTWARE.test([vendor, architecture, device, description].join(' '));
}
