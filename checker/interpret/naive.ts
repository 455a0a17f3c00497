// Whether every fair behaviour satisfies a formula, decided the slow and plain way, with nothing of the search that both engines share. At each
// position of a behaviour every part of the formula that speaks of later is guessed true or false; an edge of the product keeps the guesses
// honest, and a guess that something comes some time has to come true. What is left is whether some fair behaviour is possible in a finite
// graph: what cannot go on satisfying everything is taken away until nothing changes; strong fairness is then looked at in the
// components that remain, found by what is reached from a node and reaches it.

import { assert } from '../language/errors.ts';
import type { Node, TemporalTree } from '../language/tree.ts';
import { isMeant } from '../temporal/labels.ts';
import { eachBound } from './behaviour-truth.ts';
import type { PlainEdge, PlainGraph } from './behaviours.ts';
import { isTrue } from './evaluate.ts';
import type { Bits } from '../language/bits.ts';
import type { Bindings } from './world.ts';

/** Larger products are not for this: they would take minutes. */
const edgesMost = 100_000;

/** The product would have more edges than are looked at. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/**
 * How many steps a behaviour takes before it can go round for ever, fair and with the formula false; undefined where the formula is true
 * of every fair behaviour. @throws TooLarge
 */
export function* naiveStem(formula: TemporalTree, graph: PlainGraph): Bits<number | undefined> {
  let shortest: number | undefined;
  for (const { tree, bound } of partsOfConjunction(formula, new Map())) {
    const stem = yield* stemOf(tree, bound, graph);
    if (stem !== undefined && stem < (shortest ?? Infinity)) shortest = stem;
  }
  return shortest;
}

/** How many steps it takes at least to a state from which none with the condition can be reached; undefined where there is no such state. */
export function* naiveRecoverable(node: Node, graph: PlainGraph): Bits<number | undefined> {
  const all = Array.from({ length: graph.size }, (_, state) => state);
  const good = new Set(all.filter((state) => isTrue(node, { state: graph.stateOf(state), bound: new Map() })));
  for (let sizeBefore = -1; good.size > sizeBefore;) {
    sizeBefore = good.size;
    yield;
    for (const state of all) if (graph.edgesOf(state).some(({ target }) => good.has(target))) good.add(state);
  }
  const seen = new Set(graph.initial);
  let frontier = [...graph.initial];
  for (let depth = 0; frontier.length > 0; depth += 1) {
    if (frontier.some((state) => !good.has(state))) return depth;
    const next = frontier.flatMap((state) => graph.edgesOf(state).map(({ target }) => target));
    frontier = [...new Set(next)].filter((state) => !seen.has(state));
    for (const state of frontier) seen.add(state);
  }
  return undefined;
}

function partsOfConjunction(
  tree: TemporalTree,
  bound: Bindings,
): readonly { readonly tree: TemporalTree; readonly bound: Bindings }[] {
  if (tree.kind === 'all') return tree.parts.flatMap((part) => partsOfConjunction(part, bound));
  if (tree.kind === 'forall')
    return eachBound(tree.binders, bound).flatMap((each) => partsOfConjunction(tree.body, each));
  return [{ tree, bound }];
}

/** A state's position in a behaviour: its number, and which guesses hold from here on. */
type Truth = (state: number, guesses: number) => boolean;

/** A part of the formula that speaks of later. Its guess holds where it comes true here and now, or may wait and holds one position later. */
interface Guess {
  readonly isNow: (state: number, guesses: number, edge: PlainEdge | undefined) => boolean;
  readonly mayWait: Truth;
}

/** The formula over numbered guesses; inner ones have the smaller numbers. */
function guessed(tree: TemporalTree, bound: Bindings, graph: PlainGraph, guesses: Guess[]): Truth {
  const inner = (each: TemporalTree): Truth => guessed(each, bound, graph, guesses);
  const always: Truth = () => true;
  const until = (mayWait: Truth, isNow: Guess['isNow']): Truth => {
    const bit = 1 << guesses.length;
    guesses.push({ isNow, mayWait });
    return (_, held) => (held & bit) !== 0;
  };
  const bindings = (each: Extract<TemporalTree, { kind: 'forall' | 'exists' }>): readonly Truth[] =>
    eachBound(each.binders, bound).map((binding) => guessed(each.body, binding, graph, guesses));
  switch (tree.kind) {
    case 'state':
      return remembered(graph, (state) => isTrue(tree.node, { state: graph.stateOf(state), bound: new Map(bound) }));
    case 'everyStep':
      return not(until(always, isStepOf(tree.node, false, bound, graph)));
    case 'someStep':
      return until(always, isStepOf(tree.node, true, bound, graph));
    case 'not':
      return not(inner(tree.body));
    case 'always':
      return not(until(always, not(inner(tree.body))));
    case 'eventually':
      return until(always, inner(tree.body));
    case 'until':
      return until(inner(tree.from), inner(tree.to));
    case 'leadsTo': {
      const [from, later] = [inner(tree.from), until(always, inner(tree.to))];
      return not(until(always, (state, held) => from(state, held) && !later(state, held)));
    }
    case 'implies':
      return any([not(inner(tree.from)), inner(tree.to)]);
    case 'assuming':
      return any([not(inner(tree.assumption)), inner(tree.body)]);
    case 'all':
      return not(any(tree.parts.map((part) => not(inner(part)))));
    case 'any':
      return any(tree.parts.map(inner));
    case 'forall':
      return not(any(bindings(tree).map(not)));
    case 'exists':
      return any(bindings(tree));
  }
}

function not(truth: Truth): Truth {
  return (state, guesses) => !truth(state, guesses);
}

function any(truths: readonly Truth[]): Truth {
  return (state, guesses) => truths.some((truth) => truth(state, guesses));
}

function remembered({ size }: PlainGraph, truthOf: (state: number) => boolean): Truth {
  const known = new Int8Array(size).fill(-1);
  return (state) => {
    if (known[state] === -1) known[state] = truthOf(state) ? 1 : 0;
    return known[state] === 1;
  };
}

/** Of a step that changes something, whether the condition has this value. */
function isStepOf(node: Node, wanted: boolean, bound: Bindings, graph: PlainGraph): Guess['isNow'] {
  return (from, _, edge) => {
    if (edge === undefined) return false;
    const [state, successor] = [graph.stateOf(from), graph.stateOf(edge.target)];
    return isTrue(node, { state, successor, fired: edge.fired, bound: new Map(bound) }) === wanted;
  };
}

/** A product of states and guesses, as far as it is reached from where the formula is false. */
interface Product {
  /** By node: in how many steps it is reached at least. */
  readonly depths: ReadonlyMap<number, number>;
  readonly outgoing: ReadonlyMap<number, readonly ProductEdge[]>;
}

interface ProductEdge {
  readonly source: number;
  readonly target: number;
  /** By weak condition and guess: whether it is satisfied by going along here again and again. */
  readonly met: readonly boolean[];
  /** By strong condition. */
  readonly enabled: readonly boolean[];
  readonly taken: readonly boolean[];
}

function* stemOf(tree: TemporalTree, bound: Bindings, graph: PlainGraph): Bits<number | undefined> {
  const product = yield* productOf(tree, bound, graph);
  const kept = yield* prune(new Set(product.depths.keys()), product);
  const fair = new Set<number>();
  const done = new Set<number>();
  let shortest: number | undefined;
  // As they were reached, so the nearest come first.
  for (const node of product.depths.keys()) {
    if (!kept.has(node)) continue;
    if (!done.has(node)) {
      yield;
      const component = componentOf(node, kept, product);
      for (const each of component) done.add(each);
      for (const each of fairNodes(component, product)) fair.add(each);
    }
    if (fair.has(node)) {
      shortest = product.depths.get(node);
      break;
    }
  }
  return shortest;
}

function* productOf(tree: TemporalTree, bound: Bindings, graph: PlainGraph): Bits<Product> {
  const guesses: Guess[] = [];
  const isSatisfied = guessed(tree, bound, graph, guesses);
  const ways = 2 ** guesses.length;
  if (guesses.length > 16 || graph.states * ways > edgesMost)
    throw new TooLarge(`${guesses.length} parts of the formula speak of later`);
  const fairness = fairnessOf(graph);
  // Which guesses have to hold here, if those hold after the edge.
  const before = (state: number, edge: PlainEdge | undefined, later: number): number => {
    let held = 0;
    for (const [index, { isNow, mayWait }] of guesses.entries())
      if (isNow(state, held, edge) || (((later >> index) & 1) === 1 && mayWait(state, held))) held |= 1 << index;
    return held;
  };
  const outgoing = new Map<number, ProductEdge[]>();
  const expanded = new Set<number>();
  let edges = 0;
  const expandState = (state: number): void => {
    if (expanded.has(state)) return;
    expanded.add(state);
    for (const edge of [undefined, ...graph.edgesOf(state)]) {
      const fair = fairness(state, edge);
      for (let later = 0; later < ways; later += 1) {
        const held = before(state, edge, later);
        const source = state * ways + held;
        const promises = guesses.map(({ isNow }, index) => ((held >> index) & 1) === 0 || isNow(state, held, edge));
        const list = outgoing.get(source) ?? [];
        outgoing.set(source, list);
        list.push({
          source,
          target: (edge?.target ?? state) * ways + later,
          met: [...fair.met, ...promises],
          enabled: fair.enabled,
          taken: fair.taken,
        });
        edges += 1;
      }
    }
    if (edges > edgesMost) throw new TooLarge('the states and the parts of the formula make too many steps');
  };
  const depths = new Map<number, number>();
  let frontier: number[] = [];
  for (const state of graph.initial)
    for (let held = 0; held < ways; held += 1) {
      const node = state * ways + held;
      if (isSatisfied(state, held) || depths.has(node)) continue;
      depths.set(node, 0);
      frontier.push(node);
    }
  for (let depth = 1; frontier.length > 0; depth += 1) {
    const next: number[] = [];
    for (const node of frontier) {
      yield;
      expandState(Math.floor(node / ways));
      for (const { target } of outgoing.get(node) ?? []) {
        if (depths.has(target)) continue;
        depths.set(target, depth);
        next.push(target);
      }
    }
    frontier = next;
  }
  return { depths, outgoing };
}

type Fair = Pick<ProductEdge, 'met' | 'enabled' | 'taken'>;

/** What going along an edge means to each fairness condition. Stuttering takes none. */
function fairnessOf({ labelling, edgesOf }: PlainGraph): (state: number, edge: PlainEdge | undefined) => Fair {
  const numbered = labelling.conditions.map(({ strength }, condition) => ({ strength, condition }));
  const weak = numbered.filter(({ strength }) => strength === 'weak').map(({ condition }) => condition);
  const strong = numbered.filter(({ strength }) => strength === 'strong').map(({ condition }) => condition);
  return (state, edge) => {
    const isEnabled = (condition: number): boolean =>
      edgesOf(state).some(({ label }) => isMeant(labelling, label, condition));
    const isTaken = (condition: number): boolean => edge !== undefined && isMeant(labelling, edge.label, condition);
    return {
      met: weak.map((condition) => !isEnabled(condition) || isTaken(condition)),
      enabled: strong.map(isEnabled),
      taken: strong.map(isTaken),
    };
  };
}

/** The greatest set of nodes from each of which, within it, every weak condition and guess can be satisfied once more. */
function* prune(nodes: ReadonlySet<number>, product: Product): Bits<ReadonlySet<number>> {
  const incoming = incomingOf(product);
  const [first] = product.outgoing.values();
  const conditions = first?.[0]?.met.length ?? 0;
  let kept = nodes;
  for (let sizeBefore = Infinity; kept.size < sizeBefore;) {
    sizeBefore = kept.size;
    // Without any condition there still has to be a step.
    for (let condition = 0; condition < Math.max(1, conditions); condition += 1) {
      yield;
      const goals = [...kept].filter((node) =>
        edgesWithin(node, kept, product).some(({ met }) => condition >= conditions || met[condition] === true),
      );
      kept = reachedFrom(goals, (node) => (incoming.get(node) ?? []).map(({ source }) => source), kept);
    }
  }
  return kept;
}

/** The nodes of a strongly connected set that lie on fair ways round, strong fairness included. */
function fairNodes(component: ReadonlySet<number>, product: Product): ReadonlySet<number> {
  const edges = [...component].flatMap((node) => edgesWithin(node, component, product));
  const [first] = edges;
  if (first === undefined) return new Set();
  if (!first.met.every((_, condition) => edges.some(({ met }) => met[condition] === true))) return new Set();
  const unfair = first.enabled
    .map((_, condition) => condition)
    .filter(
      (condition) =>
        edges.some(({ enabled }) => enabled[condition] === true) &&
        !edges.some(({ taken }) => taken[condition] === true),
    );
  if (unfair.length === 0) return component;
  // A way round that never takes these may go only where they are not enabled.
  const banned = new Set(
    edges.filter(({ enabled }) => unfair.some((condition) => enabled[condition] === true)).map(({ source }) => source),
  );
  const rest = new Set([...component].filter((node) => !banned.has(node)));
  const fair = new Set<number>();
  const done = new Set<number>();
  for (const node of rest) {
    if (done.has(node)) continue;
    const inner = componentOf(node, rest, product);
    for (const each of inner) done.add(each);
    for (const each of fairNodes(inner, product)) fair.add(each);
  }
  return fair;
}

/** What a node reaches and is reached from, within some nodes. */
function componentOf(node: number, within: ReadonlySet<number>, product: Product): ReadonlySet<number> {
  assert(within.has(node), 'a component is looked for among nodes that are there');
  const ahead = reachedFrom([node], (each) => (product.outgoing.get(each) ?? []).map(({ target }) => target), within);
  const incoming = incomingOf(product);
  return reachedFrom([node], (each) => (incoming.get(each) ?? []).map(({ source }) => source), ahead);
}

function reachedFrom(
  starts: readonly number[],
  next: (node: number) => readonly number[],
  within: ReadonlySet<number>,
): ReadonlySet<number> {
  const found = new Set(starts);
  for (const node of found) for (const each of next(node)) if (within.has(each)) found.add(each);
  return found;
}

function edgesWithin(node: number, within: ReadonlySet<number>, { outgoing }: Product): readonly ProductEdge[] {
  return (outgoing.get(node) ?? []).filter(({ target }) => within.has(target));
}

function incomingOf(product: Product): ReadonlyMap<number, readonly ProductEdge[]> {
  const known = incomings.get(product);
  if (known !== undefined) return known;
  const incoming = new Map<number, ProductEdge[]>();
  for (const edges of product.outgoing.values())
    for (const edge of edges) {
      const list = incoming.get(edge.target);
      if (list === undefined) incoming.set(edge.target, [edge]);
      else list.push(edge);
    }
  incomings.set(product, incoming);
  return incoming;
}

const incomings = new WeakMap<Product, ReadonlyMap<number, readonly ProductEdge[]>>();
