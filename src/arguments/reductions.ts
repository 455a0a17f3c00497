// --no-symmetry, --no-dead-locals, --no-por, --no-chains and --no-reduction: what a search is not to leave out. What none of them names is on
// wherever it is sound.

import { type ReductionName, reductionNames, type Reductions, UsageError } from '../../checker/index.ts';

export interface ReductionFlags {
  readonly noSymmetry?: boolean;
  readonly noDeadLocals?: boolean;
  readonly noPor?: boolean;
  readonly noChains?: boolean;
  readonly noReduction?: boolean;
}

type Flag = keyof ReductionFlags;

/** Of each reduction the word by which a request asks for it, and the flag and the option that turn it off. */
const switches: Readonly<Record<ReductionName, { key: keyof Reductions; flag: Flag; option: string }>> = {
  symmetry: { key: 'symmetry', flag: 'noSymmetry', option: '--no-symmetry' },
  'dead-locals': { key: 'deadLocals', flag: 'noDeadLocals', option: '--no-dead-locals' },
  'partial-order': { key: 'partialOrder', flag: 'noPor', option: '--no-por' },
  chains: { key: 'chains', flag: 'noChains', option: '--no-chains' },
};

/** What is on where nobody says otherwise. */
export const reductionsByDefault: readonly ReductionName[] = ['symmetry', 'dead-locals', 'partial-order', 'chains'];

/** What is asked for where nothing is said: undefined where that is nothing. */
export const allReductions = reductionsOf(reductionsByDefault);

/** A request for these; undefined for none. */
export function reductionsOf(names: readonly ReductionName[]): Reductions | undefined {
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [switches[name].key, true]));
}

/** What is asked for; undefined where nothing is to be reduced. @throws UsageError where an option says again what --no-reduction says */
export function parseReductions(given: ReductionFlags): Reductions | undefined {
  if (given.noReduction !== true)
    return reductionsOf(reductionsByDefault.filter((name) => given[switches[name].flag] !== true));
  const again = reductionNames.find((name) => given[switches[name].flag] === true);
  if (again !== undefined)
    throw new UsageError(`--no-reduction and ${switches[again].option} do not go together`, {
      mend: '--no-reduction turns all of them off: leave the other out',
    });
  return undefined;
}

/** Of what is asked for that which keeps every length: of all orders the shortest one is still there. */
export function keepingLengths(reductions: Reductions | undefined): Reductions | undefined {
  return only(reductions, ['symmetry', 'dead-locals']);
}

/** The names of what a request asks for. */
export function namesIn(reductions: Reductions | undefined): readonly ReductionName[] {
  return reductionNames.filter((name) => isAsked(reductions?.[switches[name].key]));
}

/** The options that ask for the same: what is on by default, and here is not. */
export function reductionOptions(reductions: Reductions | undefined): readonly string[] {
  const asked = namesIn(reductions);
  const off = reductionsByDefault.filter((name) => !asked.includes(name));
  if (asked.length === 0 && off.length > 0) return ['--no-reduction'];
  return off.map((name) => switches[name].option);
}

/** Of what is asked for these; undefined for none. */
export function only(reductions: Reductions | undefined, kept: readonly ReductionName[]): Reductions | undefined {
  const keys = namesIn(reductions).flatMap((name) => (kept.includes(name) ? [switches[name].key] : []));
  return keys.length === 0 ? undefined : Object.fromEntries(keys.map((key) => [key, reductions?.[key]]));
}

/** The same without one of them; undefined where none is left. */
export function without(reductions: Reductions, name: ReductionName): Reductions | undefined {
  return only(
    reductions,
    namesIn(reductions).filter((each) => each !== name),
  );
}

function isAsked(value: Reductions[keyof Reductions]): boolean {
  return value !== undefined && value !== false;
}
