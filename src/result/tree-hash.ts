// The hash of a specification's tree: the same for the same meaning, however its file is laid out.

import createHasher from 'xxhash-wasm';
import { canonicalText, type Specification } from '../../checker/index.ts';

/** XXH64 of the tree in one canonical text, as 16 hexadecimal digits. */
export async function treeHashOf(specification: Specification): Promise<string> {
  const hasher = await createHasher();
  return hasher.h64ToString(canonicalText(specification)).padStart(16, '0');
}
