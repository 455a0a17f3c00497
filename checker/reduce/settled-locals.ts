// Where a local has one value only, whichever way the process has come: an analysis forwards over its labels. To reset such a local would make
// no two states equal, and only cost the exact number of states.

import { is, Map as FunctionValue } from 'immutable';
import { childrenOf } from '../language/nodes.ts';
import type { Node, ProcessTree, Specification, StatementTree } from '../language/tree.ts';
import { cardinality, elementsOf, type Value } from '../language/values.ts';
import { localWritten, ownLocals, sentTo } from './own-locals.ts';

/** The values that a local may have; 'any' where they are not known, or too many. */
type Values = readonly Value[] | 'any';
/** Of each local; of one that has no value, none. */
type Known = ReadonlyMap<string, Values>;

/** Of more values it is enough that they are several. */
const valuesMost = 16;

/** By label, the locals with a value that is settled there. */
export function settledLocals(
  process: ProcessTree,
  { actions, processes, initial }: Specification,
): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, Known>();
  const pending: string[] = [];
  const arrive = (label: string, given: Known): void => {
    const before = known.get(label);
    const after = before === undefined ? given : joined(before, given);
    if (before !== undefined && isSame(before, after)) return;
    known.set(label, after);
    pending.push(label);
  };
  const own = actions.filter(({ step }) => step?.process === process.name);
  for (const label of firstLabels(process, initial)) arrive(label, new Map());
  for (let label = pending.pop(); label !== undefined; label = pending.pop()) {
    const here = known.get(label) ?? new Map();
    for (const action of own) {
      if (action.step?.label !== label) continue;
      const isOwn = ownLocals(action, processes);
      let now: Known | undefined = here;
      for (const { node } of action.when) now = now && where(node, true, now, isOwn);
      if (now !== undefined) run(action.body, now, { process, isOwn, arrive });
    }
  }
  return new Map(
    [...known].map(([label, values]) => [
      label,
      [...values].flatMap(([variable, each]) => (each !== 'any' && each.length === 1 ? [variable] : [])),
    ]),
  );
}

function firstLabels({ position, labels }: ProcessTree, initial: Specification['initial']): readonly string[] {
  const found: string[] = [];
  const go = (statement: StatementTree): void => {
    if (statement.kind === 'assign')
      found.push(...statement.updates.flatMap((each) => sentTo(each, { position })?.label ?? []));
    if (statement.kind !== 'if') return;
    statement.then.forEach(go);
    statement.otherwise.forEach(go);
  };
  for (const { choices, body } of initial) {
    for (const { variable, values } of choices)
      for (const node of variable === position && values !== 'anything' ? values : [])
        if (node.kind === 'literal' && FunctionValue.isMap(node.value))
          for (const label of node.value.values()) found.push(String(label));
    body.forEach(go);
  }
  return found.length === 0 ? labels : found;
}

interface Running {
  readonly process: ProcessTree;
  readonly isOwn: ReturnType<typeof ownLocals>;
  readonly arrive: (label: string, known: Known) => void;
}

/** What is known after the statements; undefined where they lead nowhere. */
function run(statements: readonly StatementTree[], start: Known, running: Running): Known | undefined {
  const { process, isOwn, arrive } = running;
  let known: Known | undefined = start;
  for (const statement of statements) {
    if (known === undefined) return undefined;
    const before: Known = known;
    switch (statement.kind) {
      case 'assign': {
        const after = new Map(before);
        for (const { target, value } of statement.updates) {
          const written = localWritten(target);
          if (written === undefined || !isOwn(written.variable, written.who)) continue;
          after.set(written.variable, written.isWhole ? valuesOf(value, before, isOwn) : 'any');
        }
        for (const update of statement.updates) {
          const label = sentTo(update, process)?.label;
          if (label !== undefined) arrive(label, after);
        }
        known = after;
        break;
      }
      case 'require':
        known = where(statement.clause.node, true, before, isOwn);
        break;
      case 'assert':
        known = where(statement.assertion.node, true, before, isOwn);
        break;
      case 'if': {
        const ways = [
          [statement.then, true],
          [statement.otherwise, false],
        ] as const;
        known = either(
          ways.map(([body, truth]) => {
            const inside = where(statement.condition.node, truth, before, isOwn);
            return inside && run(body, inside, running);
          }),
        );
        break;
      }
      case 'choose':
        known = either(statement.alternatives.map(({ body }) => run(body, before, running)));
        break;
    }
  }
  return known;
}

function either(ways: readonly (Known | undefined)[]): Known | undefined {
  return ways.reduce((a, b) => (a === undefined || b === undefined ? (a ?? b) : joined(a, b)), undefined);
}

function valuesOf(node: Node, known: Known, isOwn: Running['isOwn']): Values {
  if (node.kind === 'literal') return typeof node.value === 'symbol' ? [] : [node.value];
  const local = localRead(node, isOwn);
  if (local !== undefined) return known.get(local) ?? 'any';
  const { sort } = node;
  const isSmall = sort.kind !== 'process' && sort.kind !== 'lock' && cardinality(sort) <= valuesMost;
  return isSmall ? elementsOf(sort) : 'any';
}

/** What is known where the condition is true, or false; undefined where it cannot be. */
function where(condition: Node, isTrue: boolean, known: Known, isOwn: Running['isOwn']): Known | undefined {
  const read = ownLocalsIn(condition, isOwn);
  if (read.length === 0) return known;
  const truth = truthOf(condition, known, isOwn);
  if (truth !== undefined) return truth === isTrue ? known : undefined;
  const narrowed = new Map(known);
  for (const variable of read) {
    const values = known.get(variable) ?? 'any';
    if (values === 'any' || values.length < 2) continue;
    const left = values.filter((value) => truthOf(condition, new Map(known).set(variable, [value]), isOwn) !== !isTrue);
    if (left.length === 0) return undefined;
    narrowed.set(variable, left);
  }
  return narrowed;
}

function ownLocalsIn(node: Node, isOwn: Running['isOwn']): readonly string[] {
  const local = localRead(node, isOwn);
  return local === undefined ? childrenOf(node).flatMap((child) => ownLocalsIn(child, isOwn)) : [local];
}

/** The truth of a condition, where what is known of the locals is enough for it. */
function truthOf(node: Node, known: Known, isOwn: Running['isOwn']): boolean | undefined {
  if (node.kind === 'literal') return node.value === true;
  if (node.kind === 'named') return truthOf(node.body, known, isOwn);
  const only = onlyValue(node, known, isOwn);
  if (only !== undefined) return only === true;
  if (node.kind !== 'apply') return undefined;
  const [a, b] = node.args;
  switch (node.operator) {
    case 'not': {
      const truth = a && truthOf(a, known, isOwn);
      return truth === undefined ? undefined : !truth;
    }
    case 'all':
    case 'any': {
      const decides = node.operator === 'any';
      const truths = node.args.map((arg) => truthOf(arg, known, isOwn));
      if (truths.includes(decides)) return decides;
      return truths.includes(undefined) ? undefined : !decides;
    }
    case 'equal':
    case 'notEqual': {
      const [left, right] = [a && onlyValue(a, known, isOwn), b && onlyValue(b, known, isOwn)];
      return left === undefined || right === undefined ? undefined : is(left, right) === (node.operator === 'equal');
    }
    default:
      return undefined;
  }
}

function onlyValue(node: Node, known: Known, isOwn: Running['isOwn']): Value | undefined {
  if (node.kind === 'literal') return node.value;
  const local = localRead(node, isOwn);
  const values = local === undefined ? 'any' : (known.get(local) ?? 'any');
  return values !== 'any' && values.length === 1 ? values[0] : undefined;
}

function localRead(node: Node, isOwn: Running['isOwn']): string | undefined {
  const [place] = node.kind === 'apply' && node.operator === 'local' ? node.args : [];
  const written = place && localWritten(place);
  return written !== undefined && isOwn(written.variable, written.who) ? written.variable : undefined;
}

function joined(a: Known, b: Known): Known {
  const result = new Map(a);
  for (const [variable, values] of b) {
    const before = a.get(variable);
    if (before === undefined) result.set(variable, values);
    else if (before === 'any' || values === 'any') result.set(variable, 'any');
    else {
      const all = [...before, ...values.filter((value) => !before.some((each) => is(each, value)))];
      result.set(variable, all.length > valuesMost ? 'any' : all);
    }
  }
  return result;
}

function isSame(a: Known, b: Known): boolean {
  return (
    a.size === b.size &&
    [...b].every(([variable, values]) => {
      const before = a.get(variable);
      return (
        before === values ||
        (before !== undefined && before !== 'any' && values !== 'any' && before.length === values.length)
      );
    })
  );
}
