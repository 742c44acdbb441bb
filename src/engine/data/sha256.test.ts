import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256Hex, sha256HexOfText, sha256HexSync } from './sha256.ts';

test('known digests (FIPS 180-4 examples)', () => {
  expect(sha256HexOfText('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256HexOfText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256HexOfText('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('every length around the block boundaries, with and without crypto.subtle', async () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length: length + 1 }, (_, i) => (i * 37 + length) & 255).subarray(1);
    const wanted = createHash('sha256').update(bytes).digest('hex');
    expect(sha256HexSync(bytes)).toBe(wanted);
    expect(await sha256Hex(bytes)).toBe(wanted);
  }
});
