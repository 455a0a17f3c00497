// check --audit: the same question again without each of the reductions in force, and without all of them, and whether the answers are the same.
// Where the whole state space is too large for the budget, at the largest smaller sizes that are not.

import {
  InternalError,
  type Model,
  type ReductionName,
  type Reductions,
  SpecError,
  type Specification,
  UsageError,
} from '../../checker/index.ts';
import { reductionsOf, without } from '../arguments/reductions.ts';
import type { Settings } from '../arguments/settings.ts';
import type { AuditedSearch, AuditedSize, AuditResult } from '../result/audit.ts';
import { inForce, isReduced, statesInAll } from '../result/reductions.ts';
import type { CheckResult } from '../result/result.ts';
import { disagreements } from './compare-searches.ts';
import { smallerSettings } from './smaller.ts';

/** What is audited, and by which searches. */
export interface Audited {
  readonly model: Model;
  readonly set: Settings;
  readonly reductions: Reductions;
  /** What the check found. */
  readonly result: CheckResult;
  readonly build: (set: Settings) => Specification;
  /** The same question with these constants and reductions, given up after so long. */
  readonly search: (set: Settings, reductions: Reductions | undefined, timeMs: number) => Promise<CheckResult>;
  readonly isInterrupted: () => boolean;
}

/** So much of what is left of the budget a size may take, before a smaller one is tried. */
const shareOfSize = 1 / 3;

/** Compares the searches, within about so long. */
export async function audit(audited: Audited, budgetMs: number): Promise<AuditResult> {
  const { model, set, result, build, isInterrupted } = audited;
  const deadlineMs = performance.now() + budgetMs;
  const leftMs = (): number => Math.max(1, deadlineMs - performance.now());
  const constants = constantsIn(result);
  const whole = (settings: Settings): Settings => ({ ...constants, ...settings });
  const sizes: AuditedSize[] = [];
  const compared: Settings[] = [];
  let queue: readonly Settings[] = [set];
  const known = new Set<string>([keyOf(set)]);
  while (queue.length > 0 && performance.now() < deadlineMs && !isInterrupted()) {
    const [next = {}, ...rest] = queue;
    queue = rest;
    if (compared.some((larger) => isWithin(whole(next), whole(larger)))) continue;
    const size = await sizeAt(audited, next, leftMs);
    if (size === 'nothing to compare' && next === set) return { outcome: size, budgetMs, sizes };
    if (size === undefined || size === 'nothing to compare') continue;
    sizes.push(size);
    if (size.isCompared) {
      compared.push(next);
      if (size.searches.some(({ differences }) => differences.length > 0)) break;
      continue;
    }
    const smaller = smallerSettings(model, next, build).filter((each) => !known.has(keyOf(each)));
    smaller.forEach((each) => known.add(keyOf(each)));
    queue = [...queue, ...smaller];
  }
  const isBad = sizes.some(({ searches }) => searches.some(({ differences }) => differences.length > 0));
  if (isBad) return { outcome: 'disagree', budgetMs, sizes };
  if (compared.length > 0) return { outcome: 'agree', budgetMs, sizes };
  const reason = isInterrupted()
    ? 'interrupted'
    : 'the whole state space is too large for the budget, and so is that of every smaller size that was tried';
  return { outcome: 'not decided', reason, budgetMs, sizes };
}

/** As `auditedSize`; a smaller size at which the question makes no sense, since it has not all that is asked about, says nothing. */
async function sizeAt(audited: Audited, at: Settings, leftMs: () => number): Promise<Sized | undefined> {
  if (at === audited.set) return await auditedSize(audited, at, audited.result, leftMs);
  try {
    return await auditedSize(audited, at, undefined, leftMs);
  } catch (thrown) {
    if (thrown instanceof UsageError || thrown instanceof SpecError) return undefined;
    throw thrown;
  }
}

type Sized = AuditedSize | 'nothing to compare';

/** The searches of one size. `known`: what the check found, which may have left out less than was asked for, since it was soon done. */
async function auditedSize(
  { reductions, search, isInterrupted, result }: Audited,
  at: Settings,
  known: CheckResult | undefined,
  leftMs: () => number,
): Promise<Sized> {
  const constants = constantsIn(result);
  const lowered = Object.entries(at)
    .filter(([name, value]) => value !== constants[name])
    .map(([name, value]) => ({ name, value }));
  const attempt = async (asked: Reductions | undefined, share = 1): Promise<CheckResult | InternalError> => {
    try {
      return await search(at, asked, leftMs() * share);
    } catch (thrown) {
      // That the checker finds itself at fault is what an audit is for.
      if (thrown instanceof InternalError) return thrown;
      throw thrown;
    }
  };
  const asked = known ?? (await attempt(reductions, shareOfSize));
  if (asked instanceof InternalError) return { lowered, isCompared: true, searches: [failed('as asked', asked)] };
  if (!isDecided(asked)) return { lowered, isCompared: false, searches: [searchOf('as asked', asked)] };
  const most = known === undefined ? asked : await attempt(reductions, shareOfSize);
  if (most instanceof InternalError)
    return { lowered, isCompared: true, searches: [searchOf('as asked', asked), failed('all reductions', most)] };
  const names = namesInForce(most);
  if (names.length === 0) return 'nothing to compare';
  const whole = await attempt(undefined, shareOfSize);
  if (whole instanceof InternalError)
    return { lowered, isCompared: true, searches: [searchOf('as asked', asked), failed('nothing left out', whole)] };
  if (!isDecided(whole))
    return { lowered, isCompared: false, searches: [searchOf('as asked', asked), searchOf('nothing left out', whole)] };
  const isMore = names.join() !== namesInForce(asked).join();
  const searches = [searchOf('as asked', asked, whole), ...(isMore ? [searchOf('all reductions', most, whole)] : [])];
  for (const [name, request] of others(names, asked, reductions)) {
    if (isInterrupted()) break;
    const found = await attempt(request);
    searches.push(found instanceof InternalError ? failed(name, found) : searchOf(name, found, whole));
  }
  return { lowered, isCompared: true, searches: [...searches, searchOf('nothing left out', whole)] };
}

/** Besides the search that was asked for, and the one that leaves nothing out. */
function others(
  names: readonly ReductionName[],
  asked: CheckResult,
  reductions: Reductions,
): readonly (readonly [name: string, request: Reductions])[] {
  const single = names.flatMap((name) => {
    const rest = names.length === 1 ? undefined : without(reductions, name);
    return rest === undefined ? [] : [[`without ${name.replace('-', ' ')}`, rest] as const];
  });
  // Only of symmetry alone is it known how many states there are in all.
  const isCounted = names.includes('symmetry') && (statesInAll(asked) === undefined || !isReduced(asked));
  const counted = { ...reductionsOf(['symmetry']), symmetry: 'countable' } as const;
  return [...single, ...(isCounted ? [['symmetry alone', counted] as const] : [])];
}

function namesInForce(result: CheckResult): readonly ReductionName[] {
  return inForce(result).map(({ name }) => name);
}

function isDecided({ ended, counts }: CheckResult): boolean {
  return (ended === 'complete' || ended === 'violation') && counts.areExact;
}

function searchOf(name: string, result: CheckResult, whole?: CheckResult): AuditedSearch {
  const all = statesInAll(result);
  return {
    name,
    statesDistinct: result.counts.statesDistinct,
    ...(all === undefined || all === result.counts.statesDistinct ? {} : { statesInAll: all }),
    depth: result.counts.depth,
    ended: result.ended,
    elapsedMs: result.elapsedMs,
    differences: whole === undefined || !isDecided(result) ? [] : disagreements(result, whole),
    command: result.command,
  };
}

function failed(name: string, { message }: InternalError): AuditedSearch {
  return {
    name,
    statesDistinct: 0,
    depth: 0,
    ended: 'interrupted',
    elapsedMs: 0,
    differences: [`it fails: ${message}`],
    command: '',
  };
}

/** All of them, with their values in the check. */
function constantsIn({ specification }: CheckResult): Settings {
  return Object.fromEntries(specification.constants.map(({ name, value }) => [name, value as Settings[string]]));
}

function keyOf(set: Settings): string {
  return JSON.stringify(Object.entries(set).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether no constant is larger than there, and so nothing is that is not part of it. */
function isWithin(set: Settings, larger: Settings): boolean {
  return Object.entries(set).every(([name, value]) => {
    const there = larger[name];
    return typeof value === 'number' && typeof there === 'number' ? value <= there : value === there;
  });
}
