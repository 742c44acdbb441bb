import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../errors.ts';
import { parseSafetensors, writeSafetensors } from './safetensors.ts';

const SAMPLE = [
  { name: 'a', shape: [2, 3], data: Float32Array.of(1, -2, 0.5, 0, 1e-7, 3) },
  { name: 'b', shape: [], data: Float32Array.of(7) },
  { name: 'empty', shape: [0, 4], data: new Float32Array(0) },
];

/** A file with this header text and data. */
function file(header: string | object, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

function reasonOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof EngineError && error.code === 'SAFETENSORS_INVALID') return error.data.reason;
    throw error;
  }
  return undefined;
}

describe('round trip', () => {
  test('F32 keeps every bit, shapes, metadata, and pads the header to 8 bytes', () => {
    const bytes = writeSafetensors(SAMPLE, { dtype: 'F32', metadata: { format: 'pt', note: 'ä' } });
    expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
    const read = parseSafetensors(bytes);
    expect(Object.fromEntries(read.metadata)).toEqual({ format: 'pt', note: 'ä' });
    for (const { name, shape, data } of SAMPLE) expect(read.read(name, shape)).toEqual(data);
    expect(read.tensors.get('a')).toMatchObject({ dtype: 'F32', shape: [2, 3] });
  });

  test('F16 halves the data and rounds', () => {
    const read = parseSafetensors(writeSafetensors(SAMPLE, { dtype: 'F16' }));
    expect([...read.read('a')]).toEqual([1, -2, 0.5, 0, 2 * 2 ** -24, 3]);
  });

  test('a file that does not start at an aligned address reads the same', () => {
    const bytes = writeSafetensors(SAMPLE, { dtype: 'F32' });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(parseSafetensors(shifted.subarray(3)).read('a')).toEqual(SAMPLE[0]?.data);
  });

  test('BF16 is widened; integers are listed but are no weights', () => {
    const bytes = file(
      {
        x: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] },
        n: { dtype: 'I64', shape: [1], data_offsets: [4, 12] },
      },
      Uint8Array.of(0x80, 0x3f, 0x00, 0xc0, 5, 0, 0, 0, 0, 0, 0, 0),
    );
    const read = parseSafetensors(bytes);
    expect([...read.read('x')]).toEqual([1, -2]);
    expect(read.tensors.get('n')?.dtype).toBe('I64');
    expect(reasonOf(() => read.read('n'))).toBe('dtype_not_a_weight');
  });

  test('arbitrary tensors come back', () => {
    const tensor = fc.array(fc.float({ noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 8 }), tensor, { maxKeys: 6 }), (tensors) => {
        const list = Object.entries(tensors).map(([name, data]) => ({
          name,
          shape: [data.length],
          data: Float32Array.from(data),
        }));
        const read = parseSafetensors(writeSafetensors(list, { dtype: 'F32' }));
        return list.every(({ name, data }) => data.every((value, i) => Object.is(value, read.read(name)[i])));
      }),
      { numRuns: 200 },
    );
  });
});

test('what is asked for and not there is named', () => {
  const read = parseSafetensors(writeSafetensors(SAMPLE, { dtype: 'F32' }));
  expect(() => read.read('model.norm.weight')).toThrow(
    expect.objectContaining({ code: 'TENSOR_MISSING', data: { tensor: 'model.norm.weight' } }),
  );
  expect(() => read.read('a', [3, 2])).toThrow(
    expect.objectContaining({ code: 'TENSOR_SHAPE', data: { tensor: 'a', wanted: '3 × 2', found: '2 × 3' } }),
  );
});

test('the writer refuses what it could not write truthfully', () => {
  const write = (tensors: Parameters<typeof writeSafetensors>[0]) =>
    reasonOf(() => writeSafetensors(tensors, { dtype: 'F16' }));
  expect(write([{ name: 'a', shape: [2], data: Float32Array.of(1) }])).toBe('shape_invalid');
  expect(write([{ name: '__metadata__', shape: [1], data: Float32Array.of(1) }])).toBe('name_taken');
  expect(write([{ name: 'a', shape: [1], data: Float32Array.of(7e4) }])).toBe('beyond_float16');
});

describe('hostile files', () => {
  const four = new Uint8Array(4);
  const one = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  test.each([
    ['nothing', new Uint8Array(0), 'file_too_short'],
    ['seven bytes', new Uint8Array(7), 'file_too_short'],
    ['a header of 2^64 − 1 bytes', new Uint8Array(16).fill(255), 'header_too_large'],
    ['a header longer than the file', Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0, 123, 125), 'header_beyond_file'],
    ['no JSON', file('{"a"'), 'header_not_json'],
    ['bytes that are no UTF-8', file('{}', four).fill(255, 8, 10), 'header_not_json'],
    ['a list', file('[]'), 'header_not_object'],
    ['null', file('null'), 'header_not_object'],
    ['metadata that is no text', file({ __metadata__: { a: 1 } }), 'metadata_not_text'],
    ['metadata that is a list', file({ __metadata__: [] }), 'metadata_not_object'],
    ['a tensor that is a number', file({ a: 3 }), 'tensor_not_object'],
    ['an unknown type', file({ a: { ...one, dtype: 'F99' } }, four), 'dtype_unknown'],
    ['a type out of the prototype', file({ a: { ...one, dtype: 'toString' } }, four), 'dtype_unknown'],
    ['no type', file({ a: { shape: [1], data_offsets: [0, 4] } }, four), 'dtype_unknown'],
    ['a negative size', file({ a: { ...one, shape: [-1] } }, four), 'shape_invalid'],
    ['half an element', file({ a: { ...one, shape: [0.5] } }, four), 'shape_invalid'],
    ['a size as text', file({ a: { ...one, shape: ['1'] } }, four), 'shape_invalid'],
    ['rank 9', file({ a: { ...one, shape: [1, 1, 1, 1, 1, 1, 1, 1, 1] } }, four), 'shape_invalid'],
    ['sizes that overflow', file({ a: { ...one, shape: [2 ** 40, 2 ** 40] } }, four), 'size_mismatch'],
    ['one offset', file({ a: { ...one, data_offsets: [0] } }, four), 'offsets_invalid'],
    ['offsets the wrong way round', file({ a: { ...one, data_offsets: [4, 0] } }, four), 'size_mismatch'],
    ['a negative offset', file({ a: { ...one, data_offsets: [-4, 0] } }, four), 'offsets_invalid'],
    ['data beyond the file', file({ a: one }), 'tensor_beyond_file'],
    ['a tail', file({ a: one }, new Uint8Array(5)), 'bytes_after_last_tensor'],
    ['a hole', file({ a: { ...one, data_offsets: [4, 8] } }, new Uint8Array(8)), 'hole_before_tensor'],
    ['two tensors in one place', file({ a: one, b: one }, four), 'tensors_overlap'],
    [
      'a name given twice',
      file(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        new Uint8Array(8),
      ),
      'hole_before_tensor',
    ],
  ])('%s', (_, bytes, reason) => {
    expect(reasonOf(() => parseSafetensors(bytes))).toBe(reason);
  });

  test('a tensor named __proto__ is a tensor like any other', () => {
    const bytes = file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', four);
    expect([...parseSafetensors(bytes).read('__proto__')]).toEqual([0]);
    expect(Object.hasOwn(Object.prototype, 'dtype')).toBe(false);
  });

  test('random damage is refused or read, never anything else', () => {
    const good = writeSafetensors(SAMPLE, { dtype: 'F32', metadata: { format: 'pt' } });
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(good.length), (changes, length) => {
        const bytes = good.slice(0, length < 20 ? good.length - length : good.length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        reasonOf(() => {
          const read = parseSafetensors(bytes);
          for (const [name, { dtype }] of read.tensors) if (dtype === 'F32') read.read(name);
        });
      }),
      { numRuns: 3000 },
    );
  });
});
