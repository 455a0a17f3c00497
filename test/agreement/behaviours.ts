// The graph of all behaviours, as the compiled engine gives it, against the plain meaning: every state, letter, edge and label.

import { is } from 'immutable';
import type { Node, Specification } from '../../checker/index.ts';
import { withBehaviours } from '../../checker/explore/explore.ts';
import { codecOf } from '../../checker/interpret/encode.ts';
import { isTrue } from '../../checker/interpret/evaluate.ts';
import { fire } from '../../checker/interpret/fire.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { sameState, type State } from '../../checker/interpret/state.ts';
import { DomainError, type World } from '../../checker/interpret/world.ts';
import type { Binder } from '../../checker/language/tree.ts';
import { elementsOf } from '../../checker/language/values.ts';
import type { Atom, BehaviourGraph, Question } from '../../checker/temporal/graph.ts';
import { labellingOf } from '../../checker/temporal/labels.ts';
import { smallPartitions, type EngineRequest } from './compare.ts';

/** What a graph says, state by state in the order in which they are found by breadth. */
type Told = readonly string[];

/** Both tellings of the behaviours of a specification; undefined where it has more states than these. */
export async function behavioursBothWays(
  specification: Specification,
  questions: readonly Question[],
  { isSpread = false, ...engine }: EngineRequest,
  statesMost: number,
): Promise<{ readonly plain: Told; readonly compiled: Told; readonly edges: number } | undefined> {
  const plain = plainly(specification, questions, statesMost);
  if (plain === undefined) return undefined;
  const asked = { labelling: labellingOf(specification), questions, predicates: [] };
  const spread = isSpread ? smallPartitions(specification, plain.states) : {};
  const request = { workers: 1, ...engine, ...spread, all: true };
  const compiled = await withBehaviours(specification, asked, request, ({ graph, stateOf }, { ended }) => {
    if (ended !== 'complete') throw new Error(`the search ended by ${ended}`);
    return told(graph, (number) => nameOf(specification, stateOf(number)));
  });
  return { plain: plain.told, compiled, edges: plain.edges };
}

function nameOf(specification: Specification, state: State): string {
  return Buffer.from(codecOf(specification).encode(state)).toString('hex');
}

function plainly(
  specification: Specification,
  questions: readonly Question[],
  statesMost: number,
): { readonly told: Told; readonly edges: number; readonly states: number } | undefined {
  const { encode } = codecOf(specification);
  const { actions } = labellingOf(specification);
  const names = new Map<string, State>();
  const meet = (state: State): string => {
    const name = Buffer.from(encode(state)).toString('hex');
    if (!names.has(name)) names.set(name, state);
    return name;
  };
  const initial: string[] = [];
  for (const each of initialStates(specification)) {
    if (each?.kind === 'successor') initial.push(meet(each.state));
    if (initial.length > statesMost) return undefined;
  }
  const lines = [`initial ${[...new Set(initial)].join(' ')}`];
  let edges = 0;
  // A map goes on with what is added to it.
  for (const [name, state] of names) {
    if (names.size > statesMost) return undefined;
    lines.push(`${name} ${questions.map(({ ofStates }) => bitsOf(ofStates, { state })).join(' ')}`);
    specification.actions.forEach((action, index) => {
      for (const { binding, result } of fire(action, state)) {
        if (result.kind === 'failure' || sameState(state, result.state)) continue;
        edges += 1;
        const { base = 0, parameters = [] } = actions[index] ?? {};
        const label = parameters.reduce((sum, { binder, stride }) => {
          const value = binding.find((each) => each.name === binder.name)?.value;
          return sum + stride * elementsOf(binder.sort).findIndex((element) => is(element, value));
        }, base);
        const step = { state, successor: result.state, fired: action.name };
        const bits = questions.map(({ ofSteps }) => bitsOf(ofSteps, step));
        lines.push(`  ${label} ${meet(result.state)} ${bits.join(' ')}`);
      }
    });
  }
  return { told: lines, edges, states: names.size };
}

function bitsOf(atoms: readonly Atom[], world: Omit<World, 'bound'>): number {
  return atoms.reduce((bits, { node, bound }, bit) => {
    try {
      return isTrue(node, { ...world, bound: new Map(bound) }) ? (bits | (1 << bit)) >>> 0 : bits;
    } catch (error) {
      if (error instanceof DomainError) return bits;
      throw error;
    }
  }, 0);
}

function told(
  { initial, questions, letters, expand, states, size, ranges }: BehaviourGraph,
  nameAt: (number: number) => string,
): Told {
  const all = questions.map((_, question) => letters(question));
  const seen = new Set(initial);
  const lines = [`initial ${initial.map(nameAt).join(' ')}`];
  const into = {
    ends: new Uint32Array(),
    targets: new Uint32Array(),
    labels: new Uint32Array(),
    steps: new Uint32Array(),
  };
  // Some are asked for alone, some together.
  const waiting = [...seen];
  for (let count = 1; waiting.length > 0; count = (count * 3) % 7_001) {
    const list = Uint32Array.from(waiting.splice(0, count));
    const parts =
      list.length === 0
        ? []
        : Array.from(list, () => ({ targets: [] as number[], labels: [] as number[], steps: [] as number[][] }));
    questions.forEach((_, question) => {
      expand(list, list.length, question, into);
      parts.forEach((part, at) => {
        const [from, to] = [at === 0 ? 0 : (into.ends[at - 1] ?? NaN), into.ends[at] ?? NaN];
        part.targets = Array.from(into.targets.subarray(from, to));
        part.labels = Array.from(into.labels.subarray(from, to));
        part.steps[question] = Array.from(into.steps.subarray(from, to));
      });
    });
    list.forEach((state, at) => {
      lines.push(`${nameAt(state)} ${all.map((each) => each[state] ?? NaN).join(' ')}`);
      parts[at]?.targets.forEach((target, index) => {
        const bits = parts[at]?.steps.map((each) => each[index] ?? NaN) ?? [];
        lines.push(`  ${parts[at]?.labels[index]} ${nameAt(target)} ${bits.join(' ')}`);
        if (seen.has(target)) return;
        seen.add(target);
        waiting.push(target);
      });
    });
  }
  const inRanges = ranges.flatMap(({ first, last }) =>
    Array.from({ length: last - first }, (_, index) => first + index),
  );
  const sorted = [...seen].sort((a, b) => a - b);
  if (String(sorted) !== String(inRanges)) lines.push(`ranges: ${inRanges.join(' ')} are not ${sorted.join(' ')}`);
  if (seen.size !== states || size < states) lines.push(`${states} states of ${size}, ${seen.size} found`);
  return lines;
}

/** Questions about what a specification says anyway: its conditions, those in quantifiers with values, and conditions of steps made of them. */
export function questionsAbout({
  invariants,
  reachable,
  actionProperties,
  actions,
}: Specification): readonly Question[] {
  const ofStates = [...invariants, ...reachable].flatMap(({ node }) => atomsIn(node));
  const nexts = ofStates.map(({ node, bound }): Atom => ({
    node: { kind: 'next', sort: node.sort, body: node },
    bound,
  }));
  const fired = actions.map(({ name }, index): Atom => {
    const names = [name, actions[(index * 7 + 3) % actions.length]?.name ?? name];
    return { node: { kind: 'fired', sort: { kind: 'bool' }, pattern: name, actions: names }, bound: new Map() };
  });
  const ofSteps = [...actionProperties.flatMap(({ node }) => atomsIn(node)), ...nexts, ...fired];
  return [
    { ofStates: ofStates.slice(0, 3), ofSteps: [] },
    { ofStates: ofStates.slice(0, 32), ofSteps: ofSteps.slice(0, 32) },
    { ofStates: ofStates.slice(1, 12), ofSteps: ofSteps.slice(-5) },
  ];
}

function atomsIn(node: Node): readonly Atom[] {
  const whole = { node, bound: new Map() };
  if (node.kind !== 'quantified' || (node.quantifier !== 'forall' && node.quantifier !== 'exists')) return [whole];
  const { binders, body } = node;
  if (binders.some(({ domain, sort }) => domain !== undefined || elementsOf(sort).length === 0)) return [whole];
  const valuesOf = (turn: number): Atom['bound'] =>
    new Map(
      binders.map((binder: Binder, index) => {
        const elements = elementsOf(binder.sort);
        return [binder, elements[(turn + index) % elements.length] ?? null];
      }),
    );
  return [whole, { node: body, bound: valuesOf(0) }, { node: body, bound: valuesOf(1) }];
}
