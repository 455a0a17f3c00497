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
import { foldWords } from '../report/layout.ts';
import { printCounted, printSteps } from '../report/numbers.ts';
import { exitStatus } from '../result/status.ts';
import { type Answer, cutShort, type Opened, wayLines } from './opened.ts';
import { partLines, printNamed } from './part-lines.ts';

/** So many subsets of clauses are asked about in one search, at most. */
const subsetsMost = 200;

export async function whyUnreachable(on: Opened, name: string): Promise<Answer> {
  const ways = waysOf(witnessCalled(on.specification, name));
  const most = Math.max(...ways.map(({ clauses }) => clauses.length));
  const head = (text: string): string => foldWords(`${on.paint('strong', on.title)}: ${name} ${text}`, { indent: 2 });
  let all = '';
  // All clauses, then all but one, and so on, until some state has so many of them.
  for (let lacking = 0; lacking < most; lacking += 1) {
    const subsets = subsetsOf(ways, lacking);
    if (subsets.length > subsetsMost) {
      const text = `is true in none of ${all}, and there are ${subsets.length} ways to leave out ${lacking} of its clauses, too many to look at`;
      return { lines: [head(text)], status: exitStatus.holds };
    }
    const { reached, unreached, undecided, count } = await lookedFor(on, subsets, lacking === 0);
    const [nearest] = reached;
    if (lacking === 0 && nearest !== undefined)
      return { lines: [head(`is reachable, ${printSteps(nearest.steps)}`)], status: exitStatus.holds };
    if (nearest === undefined && undecided !== undefined) {
      const text = lacking === 0 ? 'was not reached' : `is true in none of ${all}; how close others come is not known`;
      return { lines: [head(`${text}: ${undecided}`)], status: exitStatus.undecided };
    }
    all = `all ${printCounted(count, 'reachable state')}`;
    if (nearest === undefined) continue;
    const of = ways.length > 1 ? '' : `${most} `;
    return {
      lines: [
        head(`is true in none of ${all}; the closest lack ${lacking} of its ${of}clauses`),
        ...neverLines(reached, lacking),
        ...(lacking === 1 ? idleLines(unreached) : []),
        ...nearestLines(on, nearest),
      ],
      status: exitStatus.holds,
    };
  }
  const clauses = ways.flatMap((way) => way.clauses);
  return {
    lines: [
      head(`is true in none of ${all}, and nor is ${clauses.length === 1 ? 'its one clause' : 'any of its clauses'}:`),
      ...clauses.map(clauseLine),
    ],
    status: exitStatus.holds,
  };
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
  readonly count: number;
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
    count: exploration.counts.statesDistinct,
  };
}

function bySteps(a: Found, b: Found): number {
  return stepsOf(a) - stepsOf(b);
}

function stepsOf({ verdict }: Found): number {
  return verdict.kind === 'holds' ? (verdict.steps ?? 0) : Infinity;
}

function neverLines(reached: readonly Reached[], lacking: number): string[] {
  return [
    '',
    lacking === 1
      ? 'never true together with all the others, which are reached without it:'
      : 'never true together with the others, which are reached without them:',
    ...reached.flatMap(({ left, steps }) => [
      ...left.map(clauseLine),
      ...(lacking === 1 ? [] : [`      the others ${printSteps(steps)}`]),
    ]),
  ];
}

function idleLines(unreached: readonly Subset[]): string[] {
  return unreached.length === 0
    ? []
    : ['', 'it does not help to leave out one of these:', ...unreached.flatMap(({ left }) => left.map(clauseLine))];
}

function clauseLine(clause: Node): string {
  return `    ${foldWords(printNode(clause), { indent: 6, first: 4 })}`;
}

/** The shortest way to a state that lacks what is left out, and the truth of every clause there. */
function nearestLines(on: Opened, { found, searched, way, kept, left }: Reached): string[] {
  const trace = found.verdict.kind === 'holds' ? found.verdict.witness : undefined;
  const state = trace?.states.at(-1);
  if (state === undefined) return [];
  const steps = on.reported(searched, found).trace?.steps ?? [];
  const bound = bindingIn(way, kept, state);
  const printed = way.binders.map((binder) => ({
    name: binder.name,
    value: printValue(bound.get(binder) ?? null, binder.sort),
  }));
  return [
    '',
    `a closest state, ${steps.length === 0 ? 'an initial one' : `after ${printCounted(steps.length, 'step')}`}:`,
    ...wayLines(steps),
    ...(printed.length === 0
      ? []
      : ['', foldWords(`there, for ${printed.map(printNamed).join(', ')}:`, { indent: 2 })]),
    ...[...left, ...kept].flatMap((clause) => partLines(dissect(clause, { state, bound: new Map(bound) }))),
  ];
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
