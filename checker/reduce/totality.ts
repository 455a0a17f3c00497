// Totality: which parts of an expression may have no value, where it is evaluated. A partial operator is outside its domain only where no fact
// rules that out: the conditions that come before it in `all`, `any`, `implies` and `ifThenElse`, the clauses of a guard, the label at which
// a process stands.

import { childrenOf } from '../language/nodes.ts';
import { operator } from '../language/operators.ts';
import type { Binder, Node, ProcessTree } from '../language/tree.ts';
import { elementsOf } from '../language/values.ts';
import type { Case } from './cases.ts';
import { afterStep, assuming, boundsOf, casesOf, naming, noFacts, truthOf, type Facts } from './facts.ts';
import { isWithin } from './inner-sorts.ts';

type Apply = Extract<Node, { kind: 'apply' }>;
type Quantified = Extract<Node, { kind: 'quantified' }>;

/** Where an expression is evaluated. */
export interface Place {
  readonly facts: Facts;
  /** Which locals have a value at which label. */
  readonly processes: readonly ProcessTree[];
  /** In a process's step: who acts. Its own locals are read only where they have a value, or it would not have been built. */
  readonly self?: Binder | undefined;
}

export function nowhere(processes: readonly ProcessTree[]): Place {
  return { facts: noFacts, processes };
}

export function under(place: Place, condition: Node, truth = true): Place {
  return { ...place, facts: assuming(place.facts, condition, truth) };
}

/** Told each quantified expression that may be reached and is not total at first sight, with where that is. */
export type QuantifiedVisitor = (node: Quantified, place: Place) => void;

/** The parts that may have no value themselves, though all that they are made of has one. */
export function failuresOf(node: Node, place: Place, visit: QuantifiedVisitor = () => undefined): readonly Node[] {
  return failing(node, place, visit);
}

/** Whether it has a value whatever the state is, seen without any fact. */
export function isPlainlyTotal(node: Node): boolean {
  let isTotal = plainlyTotal.get(node);
  if (isTotal === undefined) {
    isTotal = !isPartial(node) && childrenOf(node).every(isPlainlyTotal);
    plainlyTotal.set(node, isTotal);
  }
  return isTotal;
}

const plainlyTotal = new WeakMap<Node, boolean>();

function isPartial(node: Node): boolean {
  if (node.kind === 'quantified') return node.quantifier === 'choose';
  if (node.kind !== 'apply' || operator(node.operator).partial !== true) return false;
  const [f, key] = node.args;
  const isIndexed = node.operator === 'at' || node.operator === 'except';
  return !(isIndexed && f?.sort.kind === 'fn' && key !== undefined && isWithin(key.sort, f.sort.key));
}

/** The parts that may have no value themselves whatever is known, in the order in which they are written. */
export function partialParts(node: Node): readonly Node[] {
  if (isPlainlyTotal(node)) return [];
  return [...childrenOf(node).flatMap(partialParts), ...(isPartial(node) ? [node] : [])];
}

/** The parts that are evaluated whenever the expression is. */
export function evaluatedAtOnce(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'named':
    case 'next':
      return [node, ...evaluatedAtOnce(node.body)];
    case 'let':
      return [node, ...evaluatedAtOnce(node.value), ...evaluatedAtOnce(node.body)];
    case 'apply':
      return [node, ...(operator(node.operator).lazy ? node.args.slice(0, 1) : node.args).flatMap(evaluatedAtOnce)];
    default:
      return [node];
  }
}

function failing(node: Node, place: Place, visit: QuantifiedVisitor): readonly Node[] {
  if (isPlainlyTotal(node)) return [];
  const inside = (part: Node, there = place): readonly Node[] => failing(part, there, visit);
  switch (node.kind) {
    case 'literal':
    case 'variable':
    case 'bound':
    case 'fired':
    case 'local':
    case 'self':
    case 'inside':
      return [];
    case 'named':
      return inside(node.body);
    case 'next':
      // Of the state after the step no more is known than what is said of it: not where its processes stand, so not what they own either.
      return inside(node.body, { ...place, facts: afterStep(place.facts), self: undefined });
    case 'let':
      return [
        ...inside(node.value),
        ...inside(node.body, { ...place, facts: naming(place.facts, node.binder, node.value) }),
      ];
    case 'quantified':
      visit(node, place);
      return failingQuantified(node, place, visit);
    case 'apply':
      return failingApplied(node, place, visit);
  }
}

function failingQuantified(node: Quantified, place: Place, visit: QuantifiedVisitor): readonly Node[] {
  const { domains, inner } = bindingAll(node.binders, place, visit);
  // What chooses has nothing to choose where no element makes its condition true.
  const itself = node.quantifier === 'choose' ? [node] : [];
  return [...domains.flat(), ...failing(node.body, inner, visit), ...itself];
}

/** What may fail in the domain of each binder, and what is known once all are bound. */
export function bindingAll(
  binders: readonly Binder[],
  place: Place,
  visit: QuantifiedVisitor = () => undefined,
): { readonly domains: readonly (readonly Node[])[]; readonly inner: Place } {
  let inner = place;
  const domains = binders.map((binder) => {
    const { domain } = binder;
    if (domain === undefined) return [];
    const found = failing(domain, inner, visit);
    inner = under(inner, isIn(binder, domain));
    return found;
  });
  return { domains, inner };
}

function isIn(binder: Binder, domain: Node): Node {
  const element: Node = { kind: 'bound', sort: binder.sort, binder };
  return { kind: 'apply', sort: { kind: 'bool' }, operator: 'has', args: [domain, element], detail: '' };
}

function failingApplied(node: Apply, place: Place, visit: QuantifiedVisitor): readonly Node[] {
  const inside = (part: Node | undefined, there = place): readonly Node[] =>
    part === undefined ? [] : failing(part, there, visit);
  const [a, b, c] = node.args;
  switch (node.operator) {
    case 'all':
      return failingInTurn(node.args, true, place, visit);
    case 'any':
      return failingInTurn(node.args, false, place, visit);
    case 'implies':
      return failingInTurn(node.args, true, place, visit);
    case 'ifThenElse': {
      if (a === undefined) return [];
      if ([b, c].every((branch) => branch === undefined || isPlainlyTotal(branch))) return inside(a);
      const truth = truthOf(a, place.facts);
      return [
        ...inside(a),
        ...(truth === false ? [] : inside(b, under(place, a))),
        ...(truth === true ? [] : inside(c, under(place, a, false))),
      ];
    }
    default:
      return [...node.args.flatMap((arg) => inside(arg)), ...(mayFail(node, place) ? [node] : [])];
  }
}

// Each operand is reached only while those before it have this truth.
function failingInTurn(
  args: readonly Node[],
  goesOn: boolean,
  place: Place,
  visit: QuantifiedVisitor,
): readonly Node[] {
  const found: Node[] = [];
  const last = args.map(isPlainlyTotal).lastIndexOf(false);
  let there = place;
  for (const [index, arg] of args.entries()) {
    found.push(...failing(arg, there, visit));
    if (index >= last || truthOf(arg, there.facts) === !goesOn) break;
    there = under(there, arg, goesOn);
  }
  return found;
}

/** Whether the operator may be outside its domain though its operands have values. */
function mayFail(node: Apply, place: Place): boolean {
  const { facts } = place;
  const [a, b] = node.args;
  if (a === undefined) return false;
  switch (node.operator) {
    case 'value':
      return mayBe(casesOf(a, facts), ({ kind }) => kind === 'none');
    case 'payload':
      return mayBe(casesOf(a, facts), (each) => each.kind !== 'tag' || each.tag !== node.detail);
    case 'local':
      return !isLive(a, place);
    case 'at':
    case 'except':
      return b !== undefined && a.sort.kind === 'fn' && !isKey(b, a.sort.key, facts);
    case 'dividedBy': {
      if (b === undefined) return true;
      const { lo, hi } = boundsOf(b, facts);
      return lo <= 0 && hi >= 0 && mayBe(casesOf(b, facts), (each) => each.kind !== 'value' || each.value === 0);
    }
    case 'modulo':
      return b === undefined || boundsOf(b, facts).lo <= 0;
    case 'head':
    case 'last':
    case 'tail':
      return mayBe(casesOf(a, facts), (each) => each.kind !== 'length' || each.length === 0);
    case 'nth':
      return b === undefined || !isPosition(b, a, facts);
    default:
      return false;
  }
}

function mayBe(cases: readonly Case[] | undefined, isOutside: (each: Case) => boolean): boolean {
  return cases === undefined || cases.some(isOutside);
}

function isKey(key: Node, sort: Node['sort'], facts: Facts): boolean {
  if (isWithin(key.sort, sort)) return true;
  if (key.sort.kind === 'range' && sort.kind === 'range') {
    const { lo, hi } = boundsOf(key, facts);
    return lo >= sort.lo && hi <= sort.hi;
  }
  const cases = casesOf(key, facts);
  return cases?.every((each) => each.kind === 'value' && elementsOf(sort).includes(each.value)) === true;
}

function isPosition(index: Node, sequence: Node, facts: Facts): boolean {
  const length: Node = {
    kind: 'apply',
    sort: { kind: 'range', lo: 0, hi: sequence.sort.kind === 'seq' ? sequence.sort.max : 0 },
    operator: 'length',
    args: [sequence],
    detail: '',
  };
  const { lo, hi } = boundsOf(index, facts);
  const isBelow =
    truthOf(compared('lessThan', index, length), facts) ?? truthOf(compared('moreThan', length, index), facts);
  return lo >= 0 && (isBelow === true || hi < boundsOf(length, facts).lo);
}

function compared(operator: 'lessThan' | 'moreThan', a: Node, b: Node): Node {
  return { kind: 'apply', sort: { kind: 'bool' }, operator, args: [a, b], detail: '' };
}

/** Whether the local of a process has a value: its own in its step, or another's where the label at which that one stands says so. */
function isLive(part: Node, { facts, processes, self }: Place): boolean {
  if (part.kind !== 'apply' || part.operator !== 'at') return false;
  const [variable, who] = part.args;
  if (variable?.kind !== 'variable' || who === undefined) return false;
  for (const { position, labels, locals, sort } of processes) {
    const local = locals.find((each) => each.variable === variable.name);
    if (local === undefined) continue;
    if (self !== undefined && who.kind === 'bound' && who.binder === self) return true;
    const label: Node['sort'] = { kind: 'enumeration', labels };
    const at: Node = {
      kind: 'apply',
      sort: label,
      operator: 'at',
      args: [{ kind: 'variable', sort: { kind: 'fn', key: sort, value: label }, name: position }, who],
      detail: '',
    };
    const cases = casesOf(at, facts);
    return cases?.every((each) => each.kind === 'value' && local.labels.includes(String(each.value))) === true;
  }
  return false;
}
