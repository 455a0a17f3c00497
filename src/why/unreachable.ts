// ballast why unreachable: how close any reachable state comes to a witness, by how many of its clauses are true together, and which clause is
// never true together with the others.

import {
  type ConditionPart,
  dissect,
  type Node,
  notIn,
  printNode,
  type PropertyResult as Found,
  type Specification,
  suggest,
  togetherIn,
  towardsStates,
  UsageError,
  type Way,
  waysOf,
} from '../../checker/index.ts';
import { columns, foldWords } from '../report/layout.ts';
import { printCounted, printSteps } from '../report/numbers.ts';
import { stepName } from '../report/trace.ts';
import { exitStatus } from '../result/status.ts';
import { type Answer, cutShort, type Opened, wayLines } from './opened.ts';
import { partLines } from './part-lines.ts';

/** So many subsets of clauses are asked about in one search, at most. */
const subsetsMost = 200;

export async function whyUnreachable(on: Opened, name: string): Promise<Answer> {
  const ways = waysOf(witnessCalled(on.specification, name));
  const most = Math.max(...ways.map(({ clauses }) => clauses.length));
  const head = (text: string): string => foldWords(`${on.paint('strong', on.title)}: ${name} ${text}`, { indent: 2 });
  let states = 0;
  // All clauses, then all but one, and so on, until some state has so many of them.
  for (let lacking = 0; lacking < most; lacking += 1) {
    const subsets = subsetsOf(ways, lacking);
    if (subsets.length > subsetsMost) {
      const text = `is not reachable: no state has all but ${lacking - 1} of its clauses, and there are ${subsets.length} ways to leave out ${lacking}, too many to look at`;
      return { lines: [head(text)], status: exitStatus.holds };
    }
    const { reached, unreached, undecided, count, short } = await lookedFor(on, subsets);
    states = count;
    const [nearest] = reached;
    if (nearest !== undefined && lacking === 0) {
      return { lines: [head(`is reachable, ${printSteps(nearest.steps)}`)], status: exitStatus.holds };
    }
    if (undecided && nearest === undefined) {
      const why = short === '' ? 'nothing is known of what lies behind steps that fail' : short;
      return { lines: [head(`was not reached: ${why}`)], status: exitStatus.undecided };
    }
    if (nearest === undefined) continue;
    const all = printCounted(count, 'reachable state');
    return {
      lines: [
        head(
          `is true in none of all ${all}; the closest lack ${lacking} of its ${ways.length > 1 ? '' : `${most} `}clauses`,
        ),
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
      head(
        `is true in none of all ${printCounted(states, 'reachable state')}, and nor is ${clauses.length === 1 ? 'its one clause' : 'any of its clauses'}:`,
      ),
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
  readonly undecided: boolean;
  readonly count: number;
  readonly short: string;
}

async function lookedFor(on: Opened, subsets: readonly Subset[]): Promise<Looked> {
  const wanted = subsets.map(({ way, kept }, index) => ({ name: `clauses ${index + 1}`, node: togetherIn(way, kept) }));
  const searched = towardsStates(on.specification, wanted);
  const exploration = await on.explored(searched, { properties: wanted.map(({ name }) => name), all: true });
  const foundOf = (index: number): Found | undefined =>
    exploration.properties.find(({ name }) => name === wanted[index]?.name);
  const reached = subsets.flatMap((subset, index): Reached[] => {
    const found = foundOf(index);
    return found?.verdict.kind === 'holds' ? [{ ...subset, found, searched, steps: found.verdict.steps ?? 0 }] : [];
  });
  return {
    reached: reached.sort((a, b) => a.steps - b.steps),
    unreached: subsets.filter((_, index) => foundOf(index)?.verdict.kind === 'violated'),
    undecided: subsets.some((_, index) => foundOf(index)?.verdict.kind === 'not-decided'),
    count: exploration.counts.statesDistinct,
    short: cutShort(exploration),
  };
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
  const lacking = left.map(notIn);
  const whole = dissect(togetherIn(way, [...kept, ...lacking]), { state, bound: new Map() });
  const instance = way.binders.length === 0 ? whole : whole.parts[0];
  return [
    '',
    `a closest state, ${steps.length === 0 ? 'an initial one' : `after ${printCounted(steps.length, 'step')}`}:`,
    ...columns(wayLines(steps, stepName)),
    ...(instance === undefined || instance.bindings.length === 0
      ? []
      : ['', `there, for ${instance.bindings.map(({ name, value }) => `${name} = ${value}`).join(', ')}:`]),
    ...(instance === undefined ? [] : clausesIn(instance, kept.length).flatMap((part) => partLines(part))),
  ];
}

/** The clauses that are true, and behind them those that are not, seen through their negation. */
function clausesIn({ parts }: ConditionPart, kept: number): readonly ConditionPart[] {
  const all = parts.map((part, index) => (index < kept ? part : (part.parts[0] ?? part)));
  return [...all.slice(kept), ...all.slice(0, kept)];
}
