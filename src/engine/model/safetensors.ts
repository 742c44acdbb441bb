/**
 * safetensors: u64 little-endian header length, a JSON header padded with spaces to 8 bytes, raw little-endian data.
 * Format: https://github.com/huggingface/safetensors#format. Reader and writer are our own: no npm package has them.
 *
 * A file is foreign input: the header is rebuilt field by field, and every offset is checked before a byte is read.
 * As in the reference implementation, tensors must cover the data section exactly: no overlap, no hole, no tail.
 */
import { elementCount } from '../../kernels/index.ts';
import { EngineError } from '../errors.ts';
import { decodeBfloat16, decodeFloat16, encodeFloat16 } from './halfPrecision.ts';

/** Element types of the format with their size in bytes. Only F32, F16 and BF16 can be read as weights. */
const DTYPE_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
};

/** The reference implementation's cap on the header. */
const MAX_HEADER_BYTES = 100_000_000;
const MAX_RANK = 8;

export interface TensorInfo {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Byte range within the file. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** `__metadata__`, string to string. */
  readonly metadata: ReadonlyMap<string, string>;
  /**
   * A tensor's elements, row-major, widened to float32.
   * @param wanted shape it must have
   * @throws EngineError TENSOR_MISSING {tensor}, TENSOR_SHAPE {tensor, wanted, found},
   *   SAFETENSORS_INVALID {reason: 'dtype_not_a_weight', tensor, dtype} for integer and other types
   */
  read(name: string, wanted?: readonly number[]): Float32Array<ArrayBuffer>;
}

/** @throws EngineError SAFETENSORS_INVALID {reason, tensor?, …} */
export function parseSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.length < 8) throw invalid('file_too_short', { bytes: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (headerBytes > MAX_HEADER_BYTES) throw invalid('header_too_large', { headerBytes, limit: MAX_HEADER_BYTES });
  if (headerBytes > bytes.length - 8) throw invalid('header_beyond_file', { headerBytes, bytes: bytes.length });
  const dataBegin = 8 + headerBytes;
  const header = parseHeader(bytes.subarray(8, dataBegin));
  const tensors = new Map<string, TensorInfo>();
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = parseMetadata(entry);
    else tensors.set(name, parseTensor(name, entry, dataBegin));
  }
  checkCoverage(tensors, dataBegin, bytes.length);
  return { tensors, metadata, read: (name, wanted) => readTensor(bytes, tensors, name, wanted) };
}

function parseHeader(bytes: Uint8Array): object {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid('header_not_json', {}, cause);
  }
  if (!isObject(header)) throw invalid('header_not_object');
  return header;
}

function parseMetadata(value: unknown): ReadonlyMap<string, string> {
  if (!isObject(value)) throw invalid('metadata_not_object');
  const metadata = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw invalid('metadata_not_text', { key });
    metadata.set(key, text);
  }
  return metadata;
}

function parseTensor(name: string, entry: unknown, dataBegin: number): TensorInfo {
  if (!isObject(entry)) throw invalid('tensor_not_object', { tensor: name });
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  const elementBytes = typeof dtype === 'string' && Object.hasOwn(DTYPE_BYTES, dtype) ? DTYPE_BYTES[dtype] : undefined;
  if (typeof dtype !== 'string' || elementBytes === undefined) {
    throw invalid('dtype_unknown', { tensor: name, dtype: String(dtype).slice(0, 40) });
  }
  if (!Array.isArray(shape) || shape.length > MAX_RANK || !shape.every(isCount)) {
    throw invalid('shape_invalid', { tensor: name });
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw invalid('offsets_invalid', { tensor: name });
  }
  const [begin, end] = offsets as [number, number];
  const wantedBytes = elementCount(shape) * elementBytes;
  if (end - begin !== wantedBytes) {
    throw invalid('size_mismatch', { tensor: name, wanted: wantedBytes, found: end - begin });
  }
  return { name, dtype, shape: [...(shape as number[])], begin: dataBegin + begin, end: dataBegin + end };
}

function checkCoverage(tensors: ReadonlyMap<string, TensorInfo>, dataBegin: number, fileBytes: number): void {
  let reached = dataBegin;
  for (const tensor of [...tensors.values()].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (tensor.begin < reached) throw invalid('tensors_overlap', { tensor: tensor.name });
    if (tensor.begin > reached) throw invalid('hole_before_tensor', { tensor: tensor.name });
    if (tensor.end > fileBytes)
      throw invalid('tensor_beyond_file', { tensor: tensor.name, end: tensor.end, bytes: fileBytes });
    reached = tensor.end;
  }
  if (reached !== fileBytes) throw invalid('bytes_after_last_tensor', { bytes: fileBytes - reached });
}

function readTensor(
  bytes: Uint8Array,
  tensors: ReadonlyMap<string, TensorInfo>,
  name: string,
  wanted?: readonly number[],
): Float32Array<ArrayBuffer> {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new EngineError('TENSOR_MISSING', { tensor: name });
  if (wanted !== undefined && !sameShape(wanted, tensor.shape)) {
    throw new EngineError('TENSOR_SHAPE', { tensor: name, wanted: shapeText(wanted), found: shapeText(tensor.shape) });
  }
  // A copy: the data section need not be aligned to its elements. (A Node Buffer's own slice() would be a view.)
  const data = new Uint8Array(bytes.subarray(tensor.begin, tensor.end)).buffer;
  if (tensor.dtype === 'F32') return new Float32Array(data);
  if (tensor.dtype === 'F16') return Float32Array.from(new Uint16Array(data), decodeFloat16);
  if (tensor.dtype === 'BF16') return Float32Array.from(new Uint16Array(data), decodeBfloat16);
  throw invalid('dtype_not_a_weight', { tensor: name, dtype: tensor.dtype });
}

export interface TensorData {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major; length is the product of `shape`. */
  readonly data: Float32Array;
}

/**
 * A safetensors file of these tensors, in this order.
 * @throws EngineError SAFETENSORS_INVALID {reason} on a repeated or reserved name, a length that is not its shape's, or
 *   a finite value beyond F16's range (±65504)
 */
export function writeSafetensors(
  tensors: readonly TensorData[],
  options: { readonly dtype: 'F32' | 'F16'; readonly metadata?: Readonly<Record<string, string>> },
): Uint8Array<ArrayBuffer> {
  const elementBytes = options.dtype === 'F32' ? 4 : 2;
  const header = new Map<string, unknown>();
  if (options.metadata !== undefined) header.set('__metadata__', options.metadata);
  let dataBytes = 0;
  for (const { name, shape, data } of tensors) {
    if (name === '__metadata__' || header.has(name)) throw invalid('name_taken', { tensor: name });
    if (!shape.every(isCount) || elementCount(shape) !== data.length) throw invalid('shape_invalid', { tensor: name });
    const end = dataBytes + data.length * elementBytes;
    header.set(name, { dtype: options.dtype, shape, data_offsets: [dataBytes, end] });
    dataBytes = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(json, 8);
  file.fill(0x20, 8 + json.length, 8 + headerBytes);
  let at = 8 + headerBytes;
  for (const { name, data } of tensors) {
    // 8 + headerBytes is a multiple of 8, so both views are aligned.
    if (options.dtype === 'F32') new Float32Array(file.buffer, at, data.length).set(data);
    else writeFloat16(new Uint16Array(file.buffer, at, data.length), data, name);
    at += data.length * elementBytes;
  }
  return file;
}

function writeFloat16(target: Uint16Array, data: Float32Array, name: string): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    const bits = encodeFloat16(value);
    if ((bits & 0x7fff) === 0x7c00 && Number.isFinite(value)) throw invalid('beyond_float16', { tensor: name, value });
    target[i] = bits;
  }
}

/** A shape as people write it: "64 × 32". */
function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.join(' × ');
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(reason: string, data: Readonly<Record<string, string | number>> = {}, cause?: unknown): EngineError {
  return new EngineError('SAFETENSORS_INVALID', { reason, ...data }, cause);
}
