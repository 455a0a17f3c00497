// Results kept from one run to the next, so that what means the same is not explored again. Known by the tree of the specification, what is
// looked for, and this very checker; so a comment or another layout of the file changes nothing, and any change of meaning, or of the
// checker, does.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import createHasher from 'xxhash-wasm';
import { canonicalText, languageVersion, type Reductions, type Specification } from '../../checker/index.ts';
import { userCacheFolder } from '../cache-folder.ts';
import { type BuiltPart, builtHash } from '../engine/built-hash.ts';
import { lookUpKept, removeOldest, writeKept } from '../engine/kept-files.ts';
import { type CheckResult, resultVersion } from '../result/result.ts';
import { version } from '../version.ts';

/** A result that was kept, and when it was found, as ISO 8601 in UTC. */
export interface KeptResult {
  readonly exploredAt: string;
  readonly result: CheckResult;
}

/** Two hashes that have nothing in common: XXH64, by which a file is found, and SHA-256, which it has to match, too. */
export interface VerdictKey {
  readonly name: string;
  readonly validity: string;
}

/** What is looked for in a specification. */
export interface Sought {
  readonly properties: readonly string[] | undefined;
  readonly engine: string | undefined;
  /** What the search may leave out. */
  readonly reductions: Reductions | undefined;
}

/** The oldest go when there are more. */
const filesMost = 5000;
const ending = '.verdict';

/** Where they lie; undefined where nothing is kept: this user has no cache folder, or nobody can say which build of the checker runs. */
export function verdictFolder(): string | undefined {
  const user = userCacheFolder();
  const isKnown = (['checker', 'src', 'spec', 'examples'] as const).every((part) => builtHash(part) !== undefined);
  return user !== undefined && isKnown ? join(user, 'verdicts') : undefined;
}

/** The key of a specification as it is built; undefined where nobody can say which build of the checker runs in this process. */
export async function keyOfTree(specification: Specification, sought: Sought): Promise<VerdictKey | undefined> {
  return await keyOf(
    ['checker', 'src'],
    ['tree', sought.properties ?? null, sought.engine ?? null, sought.reductions ?? null, canonicalText(specification)],
  );
}

/** The key of what comes with the command, which is known by its files: nothing has to be built. */
export async function keyOfBundled(asks: unknown): Promise<VerdictKey | undefined> {
  return await keyOf(['checker', 'src', 'spec', 'examples'], ['bundled', asks]);
}

async function keyOf(made: readonly BuiltPart[], parts: readonly unknown[]): Promise<VerdictKey | undefined> {
  // A process that began before a build was done may run what its leader does not.
  const hashes = made.map(builtHash);
  if (hashes.includes(undefined)) return undefined;
  const text = JSON.stringify([version(), languageVersion, resultVersion, hashes, parts]);
  const hasher = await createHasher();
  return {
    name: hasher.h64ToString(text).padStart(16, '0') + ending,
    validity: createHash('sha256').update(text).digest('hex'),
  };
}

/** The result of this key; 'untrusted' where what is kept is damaged, or of something else. */
export function readVerdict(folder: string, { name, validity }: VerdictKey): KeptResult | 'untrusted' | undefined {
  const bytes = lookUpKept(folder, name, () => validity);
  if (bytes === undefined || bytes === 'untrusted') return bytes;
  return JSON.parse(new TextDecoder().decode(bytes)) as KeptResult;
}

/** Keeps a result, if it is one that the search decided: where it ended early, there is nothing to keep. */
export function keepVerdict(folder: string, { name, validity }: VerdictKey, kept: KeptResult): void {
  const { ended, counts } = kept.result;
  if ((ended !== 'complete' && ended !== 'violation') || !counts.areExact) return;
  const bytes = new TextEncoder().encode(JSON.stringify(kept));
  if (writeKept(folder, name, bytes, () => validity)) removeOldest(folder, ending, filesMost);
}
