// The hash in generated code is XXH64 with seed 0, bit for bit: the digest of a state space rests on it.

import createHasher from 'xxhash-wasm';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../checker/compile/assemble.ts';
import { hashLines } from '../../checker/compile/hash.ts';
import { instantiate, newMemory, newModule } from '../../checker/explore/web-assembly.ts';

async function hashOf(words: number): Promise<(bytes: Uint8Array) => bigint> {
  const text = [
    '(module (import "ballast" "memory" (memory 1 65536 shared))',
    '(func (export "hash") (param $p i32) (result i64)',
    '(local $h i64) (local $v1 i64) (local $v2 i64) (local $v3 i64) (local $v4 i64)',
    ...hashLines(words, '(local.get $p)', 0),
    '(local.get $h)))',
  ].join('\n');
  const memory = newMemory();
  const { hash } = instantiate(newModule(await assemble(text)), memory);
  return (bytes) => {
    new Uint8Array(memory.buffer).set(bytes, 64);
    return BigInt.asUintN(64, hash(64));
  };
}

describe('the hash in generated code', () => {
  it.each([1, 2, 3, 4, 5, 7, 8, 9, 12, 33])('is that of xxhash-wasm for %i words', async (words) => {
    const hasher = await createHasher();
    const hash = await hashOf(words);
    for (let round = 0; round < 50; round += 1) {
      const bytes = Uint8Array.from(
        { length: 8 * words },
        (_, index) => (round * 131 + index * index * 17 + 7 * index) % 256,
      );
      expect(hash(bytes)).toBe(hasher.h64Raw(bytes));
    }
    const zeros = new Uint8Array(8 * words);
    expect(hash(zeros)).toBe(hasher.h64Raw(zeros));
  });
});
