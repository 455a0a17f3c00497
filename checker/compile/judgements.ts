// Judging states in generated code: invariants, witnesses and antecedents of new states, constraints, and what a state without firings is.
// Each condition has a bit; a successor's mask says which of them its step may have changed.

import { deadlockName, domainErrorName, terminalPath } from '../language/property-names.ts';
import type { Clause, Node } from '../language/tree.ts';
import { antecedentsOf } from '../language/antecedents.ts';
import type { Predicate } from '../language/temporal.ts';
import { block, FunctionCode, type Code } from './code.ts';
import type { Context, Module } from './context.ts';
import { truthOf } from './expression.ts';
import { eachBinding } from './quantifiers.ts';
import type { Version } from './packed.ts';
import { predicatesBit, type Judgement, type ScratchMap, type Slot, type SlotPlace } from './program.ts';
import { readsOf } from './reads.ts';
import type { SlotTable } from './slots.ts';
import { isFalse, isTrue, not } from './wasm.ts';

/** So many judgements have a bit of their own; properties beyond share the next one, antecedents the one after. */
const ownBits = 60;
/** Set where a step wrote something that a constraint reads. */
const constraintBit = 63n;

/** A condition on states and when it counts as found. */
interface Condition {
  readonly judgement: Judgement;
  readonly node: Node;
  readonly foundWhen: boolean;
  readonly reads: ReadonlySet<string>;
  /** The property whose evaluation it is; undefined for an antecedent, which fails in silence. */
  readonly property: string | undefined;
}

/** A predicate of a formula: it is never found, but it has to have a value for every binding. */
export interface PredicateOf extends Predicate {
  readonly property: string;
}

export interface Judging {
  readonly conditions: readonly Condition[];
  /** Predicates of states that may have no value. They share a bit. */
  readonly predicates: readonly PredicateOf[];
  /** The judgements that are about coverage: states outside the constraints do not count there. */
  readonly ofCoverage: bigint;
  /** The judgements that a step that writes these variables may change. */
  readonly maskOf: (written: ReadonlySet<string>) => bigint;
}

export function judgingOf(
  module: Module,
  slots: SlotTable,
  versionOf: JudgeParts['versionOf'],
  asked: readonly PredicateOf[] = [],
): Judging {
  const { specification } = module;
  const { invariants, reachable, constraints } = specification;
  const found = [
    ...invariants.map(({ name, node }) => ({
      node,
      foundWhen: false,
      property: name,
      slot: stateSlot('invariant', name),
    })),
    ...reachable.map(({ name, node }) => ({
      node,
      foundWhen: true,
      property: name,
      slot: stateSlot('reachable', name),
    })),
    ...invariants
      .flatMap(({ node }) => antecedentsOf(node))
      .map(({ node }, index) => ({
        node,
        foundWhen: true,
        property: undefined,
        slot: { kind: 'antecedent', where: 'state', index } as const,
      })),
  ];
  const conditions = found.map(({ node, foundWhen, property, slot }, index): Condition => ({
    judgement: { bit: index < ownBits ? index : ownBits + (property === undefined ? 1 : 0), slot: slots.of(slot) },
    node,
    foundWhen,
    reads: readsOf(node, specification),
    property,
  }));
  const ofConstraints = new Set(constraints.flatMap(({ node }) => [...readsOf(node, specification)]));
  const predicates = asked.filter((each) => !each.isOfStep && mayFail(each, module, versionOf));
  const ofPredicates = new Set(predicates.flatMap(({ node }) => [...readsOf(node, specification)]));
  const ofCoverage = conditions
    .filter(({ property }) => property === undefined)
    .reduce((mask, { judgement: { bit } }) => mask | (1n << BigInt(bit)), 0n);
  return {
    conditions,
    predicates,
    ofCoverage,
    maskOf: (written) => {
      let mask = [...ofConstraints].some((name) => written.has(name)) ? 1n << constraintBit : 0n;
      for (const { judgement, reads } of conditions)
        if ([...reads].some((name) => written.has(name))) mask |= 1n << BigInt(judgement.bit);
      if ([...ofPredicates].some((name) => written.has(name))) mask |= 1n << predicatesBit;
      return BigInt.asIntN(64, mask);
    },
  };
}

function stateSlot(kind: 'invariant' | 'reachable', property: string): Slot {
  return { kind, where: 'state', property };
}

/** Sets a flag byte. */
export function flag(slot: number, scratch: Pick<ScratchMap, 'flags'>): string {
  return `(i32.store8 offset=${scratch.flags + slot} (local.get $s) (i32.const 1))`;
}

export interface JudgeParts {
  readonly module: Module;
  readonly slots: SlotTable;
  readonly scratch: ScratchMap;
  readonly versionOf: (to: FunctionCode) => Version;
  /** Prints a function whose words are loaded from `$p`. */
  readonly print: (header: string, to: FunctionCode, lines: Code) => string;
}

/** `$judge`: evaluates the judgements of a mask. */
export function judgeFunction({ conditions, predicates }: Judging, parts: JudgeParts): string {
  const to = new FunctionCode();
  const out: Code = [];
  for (const { judgement, node, foundWhen, property } of conditions) {
    const inner: Code = [];
    const end = to.newLabel('judged');
    let mayFail = false;
    to.scoped(() => {
      const cx = contextOf(parts, to, (text, lines) => {
        mayFail = true;
        if (property !== undefined) lines.push(failFlag('state', property, property, text, parts));
        lines.push(`(br ${end})`);
      });
      const truth = truthOf(node, cx, inner);
      const isNot = foundWhen ? not(truth) : truth;
      if (isTrue(isNot)) inner.push(`(br ${end})`);
      else if (!isFalse(isNot)) inner.push(`(br_if ${end} ${isNot.text})`);
    });
    inner.push(flag(judgement.slot, parts.scratch));
    // What may also fail is evaluated to the end of the level: the explorer closes it.
    if (!mayFail && judgement.bit < ownBits)
      inner.push(
        `(i64.store offset=${parts.scratch.open} (local.get $s) (i64.and (i64.load offset=${parts.scratch.open} (local.get $s)) (i64.const ${~(1n << BigInt(judgement.bit))})))`,
      );
    const bit = 1n << BigInt(judgement.bit);
    out.push(
      `(if (i64.ne (i64.and (local.get $mask) (i64.const ${bit})) (i64.const 0)) (then`,
      ...block(end, inner),
      '))',
    );
  }
  if (predicates.length > 0)
    out.push(
      `(if (i64.ne (i64.and (local.get $mask) (i64.const ${1n << predicatesBit})) (i64.const 0)) (then`,
      ...predicates.flatMap((each) =>
        undefinedness(
          each,
          contextOf(parts, to, () => undefined),
          (text) => failFlag('state', each.property, each.property, text, parts),
        ),
      ),
      '))',
    );
  return parts.print('(func $judge (param $p i32) (param $s i32) (param $mask i64)', to, out);
}

/** Code that says for which of its bindings a predicate has no value; none where it always has one. */
export function undefinedness(
  { node, bound }: PredicateOf,
  within: Omit<Context, 'fail'>,
  said: (text: string) => string,
): Code {
  const lines: Code = [];
  let mayFail = false;
  const { to } = within;
  to.scoped(() => {
    const evaluated = (inner: Omit<Context, 'fail'>, out: Code): void => {
      const end = to.newLabel('defined');
      const code: Code = [];
      const fail: Context['fail'] = (text, at) => {
        mayFail = true;
        at.push(said(text), `(br ${end})`);
      };
      truthOf(node, { ...inner, fail }, code);
      out.push(...block(end, code));
    };
    // Formulas bind elements of sorts, so to go through them never fails.
    const cx: Context = { ...within, fail: () => undefined };
    if (bound.length === 0) evaluated(cx, lines);
    else eachBinding(bound, node, cx, lines, evaluated);
  });
  return mayFail ? lines : [];
}

function mayFail(predicate: PredicateOf, module: Module, versionOf: JudgeParts['versionOf']): boolean {
  const to = new FunctionCode();
  const within = { module, to, version: versionOf(to), bound: new Map(), copies: 1 };
  return undefinedness(predicate, within, () => '').length > 0;
}

/** `$excluded`: the first constraint that excludes a state, or -1. */
export function excludedFunction(constraints: readonly Clause[], parts: JudgeParts): string {
  const to = new FunctionCode();
  const out: Code = [];
  constraints.forEach(({ name, node }, index) => {
    to.scoped(() => {
      const leave = `(return (i32.const ${index}))`;
      const cx = contextOf(parts, to, (text, lines) =>
        lines.push(failFlag('state', name, undefined, text, parts), leave),
      );
      const truth = truthOf(node, cx, out);
      if (!isTrue(truth)) out.push(`(if ${not(truth).text} (then ${leave}))`);
    });
  });
  out.push('(i32.const -1)');
  return parts.print('(func $excluded (param $p i32) (param $s i32) (param $mask i64) (result i32)', to, out);
}

/** `$stuck`: what it means that a state has no firing. */
export function stuckFunction(parts: JudgeParts): string {
  const to = new FunctionCode();
  const out: Code = [];
  const { terminal } = parts.module.specification;
  if (terminal !== 'any') {
    const cx = contextOf(parts, to, (text, lines) =>
      lines.push(failFlag('expanded', terminalPath, deadlockName, text, parts), '(return)'),
    );
    const truth = truthOf(terminal, cx, out);
    const slot = parts.slots.of({ kind: 'deadlock', where: 'expanded', property: deadlockName });
    if (!isTrue(truth)) out.push(`(if ${not(truth).text} (then ${flag(slot, parts.scratch)}))`);
  }
  return parts.print('(func $stuck (param $p i32) (param $s i32)', to, out);
}

function contextOf({ module, versionOf }: JudgeParts, to: FunctionCode, fail: Context['fail']): Context {
  return { module, to, version: versionOf(to), bound: new Map(), copies: 1, fail };
}

function failFlag(
  where: SlotPlace,
  path: string,
  of: string | undefined,
  text: string,
  { slots, scratch }: JudgeParts,
): string {
  return flag(slots.of({ kind: 'domain', where, property: domainErrorName(path, text), text, of }), scratch);
}
