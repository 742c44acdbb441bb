/** The number of elements. */
export function add(a: usize, b: usize, out: usize, count: i32): void {
  const bytes = <usize>count << 2;
  const vectors = bytes & ~15;
  let at: usize = 0;
  for (; at < vectors; at += 16) v128.store(out + at, f32x4.add(v128.load(a + at), v128.load(b + at)));
  for (; at < bytes; at += 4) store<f32>(out + at, load<f32>(a + at) + load<f32>(b + at));
}
