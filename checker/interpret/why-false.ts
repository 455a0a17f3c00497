// Why a formula is false of a behaviour that repeats itself: when each of its conditions is true; and of one that ends by stuttering what those
// conditions read there, as of an invariant.

import { printNode, printTemporal } from '../language/print.ts';
import { predicatesOf, type Predicate } from '../language/temporal.ts';
import type { Node } from '../language/tree.ts';
import { printValue } from '../language/values.ts';
import type { Asked } from '../temporal/formula.ts';
import { eachBound, stepsOf, truthsOf, type Positions } from './behaviour-truth.ts';
import type { Explanation, NamedText, Trace } from './result.ts';
import { explain } from './why.ts';
import type { Bindings } from './world.ts';

/** More conditions than this are no explanation. */
const conditionsMost = 4;
/** A longer condition is not told again. */
const textMost = 80;
/** Of more separate stretches of states only the number of states is told. */
const stretchesMost = 3;

export function whyFalse(
  { formula, bound: outer }: Pick<Asked, 'formula' | 'bound'>,
  { states, steps, loop }: Trace,
): Explanation {
  const bound = new Map(outer);
  const from = loop?.from ?? states.length - 1;
  const positions: Positions = { states, fired: states.map((_, at) => steps[at]?.action), from };
  const bindings = [...bound].map(([{ name, sort }, value]) => ({ name, value: printValue(value, sort) }));
  const predicates = predicatesOf(formula);
  const told = truthTexts(predicates, bound, positions);
  const why = told.length > conditionsMost ? [] : [...new Set(told)];
  const read = loop?.isStuttering === true ? readAtEnd(predicates, bound, positions) : { bindings: [], reads: [] };
  const names = new Set(bindings.map(({ name }) => name));
  return {
    text: printTemporal(formula),
    value: why.length === 0 ? 'false' : `false: ${why.join('; ')}`,
    bindings: [...bindings, ...read.bindings.filter(({ name }) => !names.has(name))],
    given: [],
    reads: read.reads,
  };
}

/** `p at lock is true from state 1 on`; of a condition within a quantifier one for each of its values. */
function truthTexts(predicates: readonly Predicate[], bound: Bindings, positions: Positions): readonly string[] {
  return predicates.flatMap(({ node, isOfStep, bound: inner }, at) => {
    const { positive, isDenied } = withoutNot(node);
    const name = bracketed(printNode(positive));
    const text = name.length <= textMost ? name : predicates.length === 1 ? 'the condition' : `condition ${at + 1}`;
    // What is too long to be told again is told as it stands.
    const isFlipped = isDenied && name.length <= textMost;
    return eachBound(inner, bound).map((binding) => {
      const whom = inner.map((binder) => {
        const value = binding.get(binder);
        return value === undefined ? '' : ` for ${binder.name} = ${printValue(value, binder.sort)}`;
      });
      const truths = isOfStep
        ? stepsOf(node, binding, positions, isFlipped)
        : truthsOf({ kind: 'state', node }, binding, positions);
      const told = isFlipped ? truths.map((truth) => !truth) : truths;
      return `${text}${whom.join('')} is ${isOfStep ? ofSteps(told, positions) : ofStates(told)}`;
    });
  });
}

function withoutNot(node: Node): { readonly positive: Node; readonly isDenied: boolean } {
  if (node.kind !== 'apply' || node.operator !== 'not') return { positive: node, isDenied: false };
  const [inner] = node.args;
  return inner === undefined ? { positive: node, isDenied: false } : { positive: inner, isDenied: true };
}

/** What is put together from several is told apart from the words around it. */
function bracketed(text: string): string {
  return / (?:and|or|=>) |^(?:forall|exists|not) /.test(text) ? `(${text})` : text;
}

function ofStates(truths: readonly boolean[]): string {
  const all = stretches(truths);
  const [first] = all;
  if (first === undefined) return 'never true';
  const [begin, end] = first;
  if (all.length === 1 && end === truths.length - 1) return begin === 0 ? 'always true' : `true from state ${begin} on`;
  if (begin === 0 && all.length === 1) return `true in ${numbered('state', all)}, false from then on`;
  if (all.length > stretchesMost) return `true in ${truths.filter(Boolean).length} of ${truths.length} states`;
  return `true in ${numbered('state', all)}`;
}

function ofSteps(truths: readonly boolean[], { fired }: Positions): string {
  const taken = truths.slice(0, fired.filter((action) => action !== undefined).length);
  const all = stretches(taken).map(([begin, end]): readonly [number, number] => [begin + 1, end + 1]);
  if (all.length === 0) return 'true of no step';
  if (taken.every(Boolean)) return 'true of every step';
  if (all.length > stretchesMost) return `true of ${taken.filter(Boolean).length} of ${taken.length} steps`;
  return `true of ${numbered('step', all)}`;
}

/** First and last of those that are true in a row. */
export function stretches(truths: readonly boolean[]): (readonly [begin: number, end: number])[] {
  return truths.flatMap((truth, at) => {
    if (!truth || truths[at - 1] === true) return [];
    const next = truths.indexOf(false, at);
    return [[at, next < 0 ? truths.length - 1 : next - 1]];
  });
}

/** `state 3`, `states 1, 4 to 6`. */
export function numbered(what: string, all: readonly (readonly [number, number])[]): string {
  const isOne = all.length === 1 && all.every(([begin, end]) => begin === end);
  const texts = all.map(([begin, end]) => (begin === end ? `${begin}` : `${begin} to ${end}`));
  return `${what}${isOne ? '' : 's'} ${texts.join(', ')}`;
}

/** What the conditions of the whole formula read in the state that stays. */
function readAtEnd(
  predicates: readonly Predicate[],
  bound: Bindings,
  { states }: Positions,
): Pick<Explanation, 'bindings' | 'reads'> {
  const last = states.at(-1);
  const bindings: NamedText[] = [];
  const reads = new Map<string, NamedText>();
  for (const { node, isOfStep, bound: inner } of predicates) {
    if (isOfStep || inner.length > 0 || last === undefined) continue;
    const [truth] = truthsOf({ kind: 'state', node }, bound, { states: [last], fired: [undefined], from: 0 });
    const found = explain(node, { state: last, bound: new Map(bound) }, truth !== true);
    // A name can be told for one of them only.
    const taken = found.bindings.filter(({ name, value }) =>
      bindings.some((each) => each.name === name && each.value !== value),
    );
    if (taken.length > 0) continue;
    bindings.push(...found.bindings.filter(({ name }) => !bindings.some((each) => each.name === name)));
    for (const read of found.reads) reads.set(read.name, read);
  }
  return { bindings, reads: [...reads.values()] };
}
