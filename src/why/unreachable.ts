// ballast why unreachable: how close any reachable state comes to a witness, by how many of its clauses are true together, and which clause is
// never true together with the others.

import {
  type Binder,
  dissect,
  elementsOf,
  type Node,
  printNode,
  printValue,
  type PropertyResult as Found,
  type Specification,
  type State,
  suggest,
  togetherIn,
  towardsStates,
  UsageError,
  type Value,
  type Way,
  waysOf,
} from '../../checker/index.ts';
import type { ClosestResult, CountedAnswer, UnreachableAnswer } from '../result/answer.ts';
import { exitStatus } from '../result/status.ts';
import { type Answer, countedIn, cutShort, type Opened } from './opened.ts';

/** So many subsets of clauses are asked about in one search, at most. */
const subsetsMost = 200;

export async function whyUnreachable(on: Opened, name: string): Promise<Answer<UnreachableAnswer>> {
  const ways = waysOf(witnessCalled(on.specification, name));
  const most = Math.max(...ways.map(({ clauses }) => clauses.length));
  const about = { question: 'unreachable', witness: name, ways: ways.map(({ clauses }) => textsOf(clauses)) } as const;
  let counted: CountedAnswer = { statesDistinct: 0 };
  // All clauses, then all but one, and so on, until some state has so many of them.
  for (let lacking = 0; lacking < most; lacking += 1) {
    const subsets = subsetsOf(ways, lacking);
    if (subsets.length > subsetsMost) {
      const reason = `there are ${subsets.length} ways to leave out ${lacking} of its clauses, too many to look at`;
      return { result: { ...about, outcome: 'unreached', reason, ...counted }, status: exitStatus.holds };
    }
    const { reached, unreached, undecided, count } = await lookedFor(on, subsets, lacking === 0);
    const [nearest] = reached;
    if (nearest === undefined && undecided !== undefined) {
      const outcome = lacking === 0 ? 'not decided' : 'unknown';
      const seen = lacking === 0 ? count : counted;
      return {
        result: { ...about, outcome, reason: undecided, ...seen },
        status: exitStatus.undecided,
      };
    }
    counted = count;
    if (nearest === undefined) continue;
    if (lacking === 0) {
      const { steps } = nearest;
      return { result: { ...about, outcome: 'reachable', steps, ...counted }, status: exitStatus.holds };
    }
    const closest = {
      lacking,
      never: reached.map(({ left, steps }) => ({ clauses: textsOf(left), steps })),
      idle: lacking === 1 ? unreached.map(({ left }) => textsOf(left)) : [],
      ...nearestState(on, nearest),
    };
    return { result: { ...about, outcome: 'unreached', ...counted, closest }, status: exitStatus.holds };
  }
  return { result: { ...about, outcome: 'unreached', ...counted }, status: exitStatus.holds };
}

function textsOf(clauses: readonly Node[]): readonly string[] {
  return clauses.map(printNode);
}

/** @throws UsageError with the nearest name */
function witnessCalled({ name: title, reachable, invariants }: Specification, name: string): Node {
  const witness = reachable.find((each) => each.name === name);
  if (witness !== undefined) return witness.node;
  if (invariants.some((each) => each.name === name))
    throw new UsageError(`'${name}' is an invariant, not a witness`, { mend: 'ask ballast why violated' });
  const names = reachable.map((each) => each.name);
  throw new UsageError(`${title} has no witness '${name}'`, {
    mend:
      suggest(name, names) ||
      (names.length === 0 ? 'write one: reachable: { … }' : `its witnesses are ${names.join(', ')}`),
  });
}

/** A way to fulfil the witness without some of its clauses. */
interface Subset {
  readonly way: Way;
  readonly kept: readonly Node[];
  readonly left: readonly Node[];
}

interface Reached extends Subset {
  readonly steps: number;
  readonly found: Found;
  readonly searched: Specification;
}

/** Every way without so many clauses, as long as some are left. */
function subsetsOf(ways: readonly Way[], lacking: number): readonly Subset[] {
  return ways.flatMap((way) => {
    if (way.clauses.length <= lacking) return [];
    return choicesOf(way.clauses, lacking).map((left) => ({
      way,
      left,
      kept: way.clauses.filter((clause) => !left.includes(clause)),
    }));
  });
}

function choicesOf(clauses: readonly Node[], count: number): readonly (readonly Node[])[] {
  const [first, ...rest] = clauses;
  if (count === 0) return [[]];
  if (first === undefined) return [];
  return [...choicesOf(rest, count - 1).map((more) => [first, ...more]), ...choicesOf(rest, count)];
}

interface Looked {
  /** Fewest steps first. */
  readonly reached: readonly Reached[];
  readonly unreached: readonly Subset[];
  /** Why nothing is known of some that were not reached. */
  readonly undecided: string | undefined;
  readonly count: CountedAnswer;
}

/** @param isWhole whether the witness itself is asked for: where that has no value in some state, it is not decided */
async function lookedFor(on: Opened, subsets: readonly Subset[], isWhole: boolean): Promise<Looked> {
  const asked = subsets.map(({ way, kept }, index) =>
    togetherIn(way, kept).map((node, binding) => ({ name: `clauses ${index + 1}, binding ${binding + 1}`, node })),
  );
  const searched = towardsStates(on.specification, asked.flat());
  const exploration = await on.explored(searched, { properties: asked.flat().map(({ name }) => name), all: true });
  const foundOf = new Map(exploration.properties.map((found) => [found.name, found]));
  const looked = subsets.map((subset, index) => {
    const found = (asked[index] ?? []).flatMap(({ name }) => foundOf.get(name) ?? []);
    return { subset, found, nearest: found.filter(({ verdict }) => verdict.kind === 'holds').sort(bySteps)[0] };
  });
  const [undecided] = looked
    .filter(({ nearest }) => nearest === undefined)
    .flatMap(({ found }) =>
      found.flatMap(({ verdict }) => {
        if (verdict.kind !== 'not-decided') return [];
        // What has no value for one binding is not true for it.
        const isKnown = verdict.reason === 'outside-domain' && !isWhole && found.length > 1;
        return isKnown ? [] : [cutShort(exploration) || verdict.text];
      }),
    );
  return {
    reached: looked
      .flatMap(({ subset, nearest }): Reached[] =>
        nearest === undefined ? [] : [{ ...subset, searched, found: nearest, steps: stepsOf(nearest) }],
      )
      .sort((a, b) => a.steps - b.steps),
    unreached: looked.filter(({ nearest }) => nearest === undefined).map(({ subset }) => subset),
    undecided,
    count: countedIn(exploration),
  };
}

function bySteps(a: Found, b: Found): number {
  return stepsOf(a) - stepsOf(b);
}

function stepsOf({ verdict }: Found): number {
  return verdict.kind === 'holds' ? (verdict.steps ?? 0) : Infinity;
}

/** The shortest way to a state that lacks what is left out, and the truth of every clause there. */
function nearestState(
  on: Opened,
  { found, searched, way, kept, left }: Reached,
): Pick<ClosestResult, 'steps' | 'bindings' | 'clauses'> {
  const trace = found.verdict.kind === 'holds' ? found.verdict.witness : undefined;
  const state = trace?.states.at(-1);
  if (state === undefined) return { steps: [], bindings: [], clauses: [] };
  const bound = bindingIn(way, kept, state);
  return {
    steps: on.reported(searched, found).trace?.steps ?? [],
    bindings: way.binders.map((binder) => ({
      name: binder.name,
      value: printValue(bound.get(binder) ?? null, binder.sort),
    })),
    clauses: [...left, ...kept].map((clause) => dissect(clause, { state, bound: new Map(bound) })),
  };
}

/** Values of the binders with which these clauses are true. */
function bindingIn({ binders }: Way, kept: readonly Node[], state: State): ReadonlyMap<Binder, Value> {
  const bindings = binders.reduce<readonly ReadonlyMap<Binder, Value>[]>(
    (all, binder) =>
      all.flatMap((bound) => elementsOf(binder.sort).map((value) => new Map([...bound, [binder, value]]))),
    [new Map()],
  );
  const isTrue = (bound: ReadonlyMap<Binder, Value>): boolean =>
    kept.every((clause) => dissect(clause, { state, bound: new Map(bound) }).truth === 'true');
  return bindings.find(isTrue) ?? new Map();
}
