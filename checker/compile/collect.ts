// What a module counts when it is asked to collect: code beside that of the search, which stays as it is. Every clause of a guard is evaluated
// for itself, every firing is named by its action and both states, and looked up among the states of earlier levels.

import { antecedentsOf } from '../language/antecedents.ts';
import { guardClauses, innerPositions, standsAt } from '../language/action-clauses.ts';
import { InternalError } from '../language/errors.ts';
import type { ActionTree, Binder, Clause, Specification } from '../language/tree.ts';
import { block, FunctionCode, type Code } from './code.ts';
import type { CollectedMap, GuardCounters } from './collected-map.ts';
import type { Context } from './context.ts';
import { truthOf, unlessTrue } from './expression.ts';
import { partOf } from './collect-runtime.ts';
import { mixed } from './hash.ts';
import type { JudgeParts } from './judgements.ts';
import type { Version } from './packed.ts';
import { eachBinding } from './quantifiers.ts';
import { balanced, isTrue, not } from './wasm.ts';

export interface Collecting {
  readonly map: CollectedMap;
  /** By action: XXH64 of its name. */
  readonly names: readonly bigint[];
  /** By action, which of its inner conditions a clause is. */
  readonly positions: readonly ReadonlyMap<Clause, number>[];
}

interface CollectParts extends Pick<JudgeParts, 'module' | 'versionOf' | 'print'> {
  readonly collecting: Collecting | undefined;
}

export function collectingOf(specification: Specification, map: CollectedMap, names: readonly bigint[]): Collecting {
  return { map, names, positions: innerPositions(specification) };
}

/** Adds to an i64 counter. `by`: an i32 that is not negative. */
function bump(offset: number, by?: string): string {
  const added = by === undefined ? '(i64.const 1)' : `(i64.extend_i32_u ${by})`;
  return `(i64.store offset=${offset} (local.get $s) (i64.add (i64.load offset=${offset} (local.get $s)) ${added}))`;
}

/** Counts the clauses of an action's guard, for each binding of some parameters; the others are bound. */
export function countGuard(
  action: ActionTree,
  index: number,
  parameters: readonly Binder[],
  cx: Context,
  out: Code,
  collecting: Collecting | undefined,
): void {
  const counters = collecting?.map.guards[index];
  if (counters === undefined) return;
  const { to } = cx;
  const label = standsAt(action);
  const end = to.newLabel('guard');
  const lines: Code = [];
  const [begin, over]: [Code, Code] = [[], []];
  // Where a parameter's domain has no value, the bindings end.
  const outer: Context = {
    ...cx,
    bound: new Map(cx.bound),
    fail: (_text, code) => void code.push(`(br ${end})`),
  };
  to.scoped(() => {
    const add = parameters.length === 0 ? bump : addsTo(counters, to, begin, over);
    eachBinding(parameters, undefined, outer, lines, (inner, code) => {
      to.scoped(() => {
        const elsewhere = to.newLabel('elsewhere');
        const here: Code = [];
        if (label !== undefined) unlessTrue(label.node, elsewhere, inner, here);
        here.push(add(counters.evaluated));
        countClauses(guardClauses(action), counters.clauses, add, inner, here);
        code.push(...block(elsewhere, here));
      });
    });
  });
  out.push(...begin, ...block(end, lines), ...over);
}

// What several bindings add to the same counters is added up in locals first.
function addsTo({ evaluated, clauses }: GuardCounters, to: FunctionCode, begin: Code, over: Code): typeof bump {
  const offsets = new Set([
    evaluated,
    ...clauses.flatMap(({ isFalse, isOnlyFalse, outside }) => [isFalse, isOnlyFalse, outside]),
  ]);
  const locals = new Map([...offsets].map((offset) => [offset, to.newLocal('i32')]));
  const used = new Set<number>();
  return (offset, by = '(i32.const 1)') => {
    const name = locals.get(offset) ?? '';
    if (!used.has(offset)) {
      begin.push(`(local.set ${name} (i32.const 0))`);
      over.push(bump(offset, `(local.get ${name})`));
      used.add(offset);
    }
    return `(local.set ${name} (i32.add (local.get ${name}) ${by}))`;
  };
}

// Of each clause 1 where it is true, 0 where it is false, 2 where it has no value.
function countClauses(
  clauses: readonly Clause[],
  counters: GuardCounters['clauses'],
  add: typeof bump,
  cx: Context,
  out: Code,
): void {
  const { to } = cx;
  const truths = clauses.map(({ node }, index): Truth => {
    const truth = to.newLocal('i32');
    const counted = counters[index];
    if (counted === undefined) throw new InternalError('a clause has counters');
    let mayFail = false;
    to.scoped(() => {
      const end = to.newLabel('clause');
      const lines: Code = [];
      const fail = (_text: string, code: Code): void => {
        mayFail = true;
        code.push(add(counted.outside), `(local.set ${truth} (i32.const 2))`, `(br ${end})`);
      };
      const value = truthOf(node, { ...cx, fail }, lines);
      lines.push(`(local.set ${truth} ${value.text})`);
      out.push(...(mayFail ? block(end, lines) : lines));
    });
    const isFalse = `(i32.eqz (local.get ${truth}))`;
    out.push(add(counted.isFalse, isFalse));
    return { truth, isFalse, mayFail, counted };
  });
  if (truths.length === 1) return;
  if (truths.some(({ mayFail }) => mayFail)) {
    countInTurn(truths, add, out);
    return;
  }
  const isFalse = truths.map((each) => each.isFalse);
  const sum = balanced(isFalse, (a, b) => `(i32.add ${a} ${b})`, '(i32.const 0)');
  const only = truths.map((each) => add(each.counted.isOnlyFalse, each.isFalse));
  out.push(`(if (i32.eq ${sum} (i32.const 1)) (then`, ...only, '))');
}

interface Truth {
  readonly truth: string;
  readonly isFalse: string;
  readonly mayFail: boolean;
  readonly counted: GuardCounters['clauses'][number];
}

// A false clause is the only one where the first of the others that is not true has no value, or all are true.
function countInTurn(truths: readonly Truth[], add: typeof bump, out: Code): void {
  for (const { isFalse, counted, truth: own } of truths) {
    const goesOn = truths
      .filter(({ truth }) => truth !== own)
      .reduceRight((rest, { truth, mayFail }) => {
        if (!mayFail) return `(i32.and (local.get ${truth}) ${rest})`;
        return `(select ${rest} (i32.shr_u (local.get ${truth}) (i32.const 1)) (i32.eq (local.get ${truth}) (i32.const 1)))`;
      }, '(i32.const 1)');
    out.push(`(if ${isFalse} (then`, add(counted.isOnlyFalse, goesOn), '))');
  }
}

/** Counts a condition inside a step, and leaves where it is false. */
export function countRequired(
  index: number,
  clause: Clause,
  over: string,
  cx: Context,
  out: Code,
  { map, positions }: Collecting,
): void {
  const counters = map.inner[index]?.[positions[index]?.get(clause) ?? -1];
  if (counters === undefined) throw new InternalError('a condition inside a step has counters');
  out.push(bump(counters.evaluated));
  const fail: Context['fail'] = (text, code) => {
    code.push(bump(counters.outside));
    cx.fail(text, code);
  };
  const truth = truthOf(clause.node, { ...cx, fail }, out);
  if (!isTrue(truth)) out.push(`(if ${not(truth).text} (then`, bump(counters.isFalse), `(br ${over})))`);
}

/** What a successor at `$t` in the batch is told of its firing, and whether that led nowhere. */
export function noteFiring(
  index: number,
  after: Version,
  before: Version,
  { map, names }: Collecting,
): readonly string[] {
  const words = after.words.length;
  const name = names[index];
  if (name === undefined) throw new InternalError('the name of an action has a hash');
  const transition = mixed('(global.get $source)', `(i64.const ${BigInt.asIntN(64, name)})`);
  const noted = [
    `(i64.store offset=${partOf('transition', words)} (local.get $t) ${transition})`,
    `(i32.store offset=${partOf('action', words)} (local.get $t) (i32.const ${8 * index}))`,
  ];
  if (map.kind === 'transitions') return noted;
  const differences = after.words.flatMap(({ text }, word) =>
    text === before.words[word]?.text
      ? []
      : [`(i64.xor (i64.load offset=${16 + 8 * word} (local.get $t)) ${before.words[word]?.text ?? ''})`],
  );
  const difference = balanced(differences, (a, b) => `(i64.or ${a} ${b})`, '(i64.const 0)');
  const same =
    differences.length === 0 ? bump(map.same + 8 * index) : bump(map.same + 8 * index, `(i64.eqz ${difference})`);
  return [...noted, same];
}

/** `$collectState`: counts the antecedents that are true in a distinct state. */
export function collectStateFunction({ module, versionOf, print, collecting }: CollectParts): string {
  const to = new FunctionCode();
  const out: Code = [];
  const version = versionOf(to);
  const antecedents = module.specification.invariants.flatMap(({ node }) => antecedentsOf(node));
  antecedents.forEach(({ node }, index) => {
    const end = to.newLabel('antecedent');
    const lines: Code = [];
    const fail: Context['fail'] = (_text, code) => void code.push(`(br ${end})`);
    to.scoped(() => {
      const { text } = truthOf(node, { module, to, version, bound: new Map(), copies: 1, fail }, lines);
      lines.push(bump((collecting?.map.antecedents ?? 0) + 8 * index, text));
    });
    out.push(...block(end, lines));
  });
  return print('(func $collectState (param $p i32) (param $s i32)', to, out);
}
