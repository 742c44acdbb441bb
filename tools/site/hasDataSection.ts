const PREAMBLE_BYTES = 8;
const DATA = 11;
const DATA_COUNT = 12;

/** Whether a WebAssembly module would write data of its own into its memory. */
export function hasDataSection(module: Uint8Array): boolean {
  let at = PREAMBLE_BYTES;
  while (at < module.length) {
    const id = module[at++];
    if (id === DATA || id === DATA_COUNT) return true;
    // The section's length, seven bits a byte, the lowest first.
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++] ?? 0;
      length += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    at += length;
  }
  return false;
}
