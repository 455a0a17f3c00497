// What a module tells of behaviours besides its search: whose firing each successor is, which conditions of a formula are true of a state, and which
// of a step. Steps are told apart by labels (temporal/labels.ts), and those of one state are in the order in which the reference fires them.

import type { Dispatch } from '../reduce/families.ts';
import { settledTruth } from '../reduce/settled.ts';
import type { Binder } from '../language/tree.ts';
import { domainErrorName } from '../language/property-names.ts';
import { sizeOf } from '../language/values.ts';
import type { Labelling } from '../temporal/labels.ts';
import type { Atom, Question } from '../temporal/graph.ts';
import { block, FunctionCode, Uncompilable, type Code } from './code.ts';
import { constantOf, type Compiled } from './compiled.ts';
import type { Context, Module } from './context.ts';
import { truthOf } from './expression.ts';
import { rankOf } from './fit.ts';
import { flag, undefinedness, type JudgeParts, type PredicateOf } from './judgements.ts';
import type { Version } from './packed.ts';
import { labelParts } from './runtime-parts.ts';
import {
  add,
  and,
  as,
  balanced,
  i32,
  isFalse,
  less,
  local,
  mul,
  no,
  not,
  or,
  shiftLeft,
  yes,
  type Wx,
} from './wasm.ts';

export interface BehavioursRequest {
  readonly labelling: Labelling;
  readonly questions: readonly Question[];
  /** What has to have a value in every state, or of every step, for a formula to mean anything. */
  readonly predicates: readonly PredicateOf[];
}

/** What the code of actions needs. */
export interface Behaving {
  readonly request: BehavioursRequest;
  /** By action: where its firings stand among those of a state. Undefined where they come in order anyway. */
  readonly orders: readonly Order[] | undefined;
}

/** `base` plus the sum of each parameter's position in its sort times its stride; firings of one number are in order among themselves. */
interface Order {
  readonly base: number;
  readonly parameters: readonly { readonly binder: Binder; readonly stride: number }[];
}

const ordersMost = 2 ** 31;

/** @throws Uncompilable for a specification with too many different firings */
export function behavingOf(request: BehavioursRequest, { families, others }: Dispatch): Behaving {
  if (families.length === 0) return { request, orders: undefined };
  const orders: Order[] = [];
  const members = [
    ...families.flatMap((family) => family.members),
    ...others.map(([action, index]) => ({ action, index, self: undefined })),
  ];
  let base = 0;
  for (const { action, index, self } of members.sort((a, b) => a.index - b.index)) {
    // A family goes through its own parameter first, whichever that is.
    const outer = self === undefined ? [] : action.parameters.slice(0, action.parameters.indexOf(self) + 1);
    let stride = 1;
    const parameters = [...outer].reverse().map((binder) => {
      const each = { binder, stride };
      stride *= sizeOf(binder.sort);
      return each;
    });
    orders[index] = { base, parameters };
    base += stride;
  }
  if (base > ordersMost) throw new Uncompilable(`there are ${base} different firings`);
  return { request, orders };
}

/** Emits what the entry at `$t` says of its firing. */
export function noteLabel(index: number, cx: Context, words: number, { request, orders }: Behaving): Code {
  const labels = request.labelling.actions[index];
  const order = orders?.[index];
  const label = labels === undefined ? i32(0) : sumOf(labels, cx);
  return [
    `(i32.store offset=${16 + 8 * words + labelParts.label} (local.get $t) ${label.text})`,
    ...(order === undefined ? [] : [`(i32.store (local.get $t) ${sumOf(order, cx).text})`]),
  ];
}

function sumOf({ base, parameters }: Order, { bound }: Context): Wx {
  let sum = i32(base);
  for (const { binder, stride } of parameters) {
    const value = bound.get(binder);
    if (value === undefined) continue;
    sum = add(sum, mul(as('i32', rankOf(value, binder.sort)), i32(stride)));
  }
  return sum;
}

/** Emits the flags of conditions on steps that have no value in this one. */
export function judgePredicates(
  firings: Parameters<typeof settledTruth>[1],
  step: Omit<Context, 'fail'>,
  { slots, scratch }: JudgeParts,
  { request }: Behaving,
): Code {
  return request.predicates.flatMap((predicate) => {
    if (!predicate.isOfStep || settledTruth(predicate.node, firings) !== undefined) return [];
    return undefinedness(predicate, step, (text) => {
      const property = domainErrorName(predicate.property, text);
      return flag(slots.of({ kind: 'domain', where: 'step', property, text, of: predicate.property }), scratch);
    });
  });
}

/** `$letter:…` of each question: which of its conditions are true of the state at `$p`, as bits. */
export function letterFunctions({ questions }: BehavioursRequest, parts: JudgeParts): readonly string[] {
  return questions.map(({ ofStates }, index) => {
    const to = new FunctionCode();
    const out = bitsOf(ofStates, { module: parts.module, to, version: parts.versionOf(to), copies: 1 });
    return parts.print(`(func ${letterName(index)} (param $p i32) (result i32) (local $bits i32)`, to, out);
  });
}

export function letterName(question: number): string {
  return `$letter:${question}`;
}

/** `$conditions`: which conditions of a question are true of the step from the state at `$p` to that of the entry at `$e`, as bits. */
export function conditionFunctions(
  { questions, labelling }: BehavioursRequest,
  successorIn: (words: readonly Wx[]) => Version,
  parts: JudgeParts,
): readonly string[] {
  const asked = questions.flatMap(({ ofSteps }, index) => (ofSteps.length === 0 ? [] : [index]));
  const nameOf = (question: number): string => `$conditions:${question}`;
  const { layout, specification } = parts.module;
  const functions = asked.map((question) => {
    const to = new FunctionCode();
    const out: Code = [];
    const words = Array.from({ length: layout.words }, (_, index) => {
      const name = to.newLocal('i64');
      out.push(`(local.set ${name} (i64.load offset=${16 + 8 * index} (local.get $e)))`);
      return local('i64', name);
    });
    const label = local('i32', '$label');
    const isFiringOf = (names: readonly string[]): Wx => {
      const ranges: { from: number; to: number }[] = [];
      specification.actions.forEach(({ name }, index) => {
        if (!names.includes(name)) return;
        const from = labelling.actions[index]?.base ?? 0;
        const end = labelling.actions[index + 1]?.base ?? labelling.count;
        const last = ranges.at(-1);
        if (last?.to === from) last.to = end;
        else ranges.push({ from, to: end });
      });
      const tests = ranges.map(({ from, to: end }) =>
        and(from === 0 ? yes : not(less(label, i32(from))), end === labelling.count ? yes : less(label, i32(end))),
      );
      return balanced(tests, or, no);
    };
    const step = { module: parts.module, to, version: parts.versionOf(to), copies: 1 };
    out.push(...bitsOf(questions[question]?.ofSteps ?? [], { ...step, successor: successorIn(words), isFiringOf }));
    const header = `(func ${nameOf(question)} (param $p i32) (param $e i32) (param $label i32) (result i32) (local $bits i32)`;
    return parts.print(header, to, out);
  });
  const choice = asked.map(
    (question) =>
      `(if (i32.eq (local.get $question) (i32.const ${question})) (then (return (call ${nameOf(question)} (local.get $p) (local.get $e) (local.get $label)))))`,
  );
  return [
    ...functions,
    [
      '(func $conditions (param $question i32) (param $p i32) (param $e i32) (param $label i32) (result i32)',
      ...choice,
      '(i32.const 0)',
      ')',
    ].join('\n'),
  ];
}

// What has no value here was found by the search, and nothing is decided then.
function bitsOf(atoms: readonly Atom[], within: Omit<Context, 'fail' | 'bound'>): Code {
  const out: Code = [];
  atoms.forEach((atom, bit) =>
    within.to.scoped(() => {
      const end = within.to.newLabel('unknown');
      const lines: Code = [];
      const cx: Context = {
        ...within,
        bound: boundIn(atom, within.module),
        fail: (_, to) => void to.push(`(br ${end})`),
      };
      const truth = truthOf(atom.node, cx, lines);
      if (!isFalse(truth))
        lines.push(`(local.set $bits (i32.or (local.get $bits) ${shiftLeft(truth, i32(bit)).text}))`);
      out.push(...block(end, lines));
    }),
  );
  return [...out, '(local.get $bits)'];
}

function boundIn({ bound }: Atom, { names }: Module): Map<Binder, Compiled> {
  return new Map([...bound].map(([binder, value]) => [binder, constantOf(value, binder.sort, names)]));
}
