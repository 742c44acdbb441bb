/** `bytes` (a multiple of 4) from one row to another; they must not overlap. */
@inline
export function copyRow(source: usize, target: usize, bytes: usize): void {
  const vectors = bytes & ~15;
  let at: usize = 0;
  for (; at < vectors; at += 16) v128.store(target + at, v128.load(source + at));
  for (; at < bytes; at += 4) store<f32>(target + at, load<f32>(source + at));
}

/** target += source. */
@inline
export function addRow(source: usize, target: usize, bytes: usize): void {
  const vectors = bytes & ~15;
  let at: usize = 0;
  for (; at < vectors; at += 16) v128.store(target + at, f32x4.add(v128.load(target + at), v128.load(source + at)));
  for (; at < bytes; at += 4) store<f32>(target + at, load<f32>(target + at) + load<f32>(source + at));
}
