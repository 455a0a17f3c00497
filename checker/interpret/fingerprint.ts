// The hash of packed states: XXH64 with seed 0 over the words as little-endian bytes. One sum of them names a state space.
// Generated code has the same function inlined and is tested against this one.

import createHasher from 'xxhash-wasm';

/** A 64-bit hash of some bytes. */
export type Hash = (bytes: Uint8Array) => bigint;

/** XXH64, seed 0. */
export async function createHash(): Promise<Hash> {
  const hasher = await createHasher();
  return (bytes) => hasher.h64Raw(bytes);
}

/** The sum modulo 2^64 of the hashes of all distinct states, as 16 hexadecimal digits. */
export function printDigest(sum: bigint): string {
  return BigInt.asUintN(64, sum).toString(16).padStart(16, '0');
}
