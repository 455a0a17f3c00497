// ballast why on the balloon specification, in seeded cases: the clause that it names is the true one. What is true is found out here by
// evaluating each condition by itself, and how far the nearest enabling state is by a search of its own.

import {
  type ActionTree,
  type ConditionPart,
  elementsOf,
  evaluate,
  exploreCompiled,
  fire,
  initialStates,
  type Node,
  printNode,
  printValue,
  type PropertyResult,
  type Specification,
  type State,
  type Trace,
  waysOf,
} from 'ballast';
import { Set as SetOfStates } from 'immutable';
import { describe, expect, it } from 'vitest';
import balloon from '../../spec/balloon.ts';
import { partViolated } from '../../src/why/violated.ts';
import { folderOf } from '../load/folder.ts';
import { ballast, type Ran } from './command.ts';

const caseCount = 20;

/** Numbers by chance, the same for the same seed. */
function chance(seed: number): (most: number) => number {
  let at = seed;
  return (most) => {
    at = (Math.imul(at, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((at / 2 ** 32) * most);
  };
}

interface Broken {
  readonly mutant: string;
  readonly specification: Specification;
  readonly property: PropertyResult;
  readonly trace: Trace;
}

/** What each mutant breaks that breaks something soon, in an order by chance. */
const broken: Promise<readonly Broken[]> = (async () => {
  const pick = chance(7);
  const names = Object.keys(balloon.mutants);
  const found: Broken[] = [];
  while (names.length > 0 && found.length < caseCount) {
    const [mutant = ''] = names.splice(pick(names.length), 1);
    const specification = balloon.build({ mutant });
    const { properties } = await exploreCompiled(specification, { maxStates: 20_000, workers: 1 });
    const violated = properties.filter(({ verdict }) => verdict.kind === 'violated' && verdict.trace !== undefined);
    const property = violated.find(({ kind }) => kind === 'invariant' || kind === 'action') ?? violated[0];
    const trace = property?.verdict.kind === 'violated' ? property.verdict.trace : undefined;
    if (property !== undefined && trace !== undefined) found.push({ mutant, specification, property, trace });
  }
  return found;
})();

async function why(...argv: readonly string[]): Promise<Ran> {
  return await ballast(folderOf({}), 'why', ...argv);
}

/** The text on one line, as folding leaves it. */
function unfolded(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

type World = Parameters<typeof evaluate>[1];

function truthOf(node: Node, world: World): boolean | 'no value' {
  try {
    return evaluate(node, world) === true;
  } catch {
    return 'no value';
  }
}

/** Every condition in a condition, with the binders around it, by its text. */
function conditionsIn(
  node: Node,
): ReadonlyMap<string, readonly { readonly node: Node; readonly binders: readonly Binder[] }[]> {
  const all = new Map<string, { node: Node; binders: readonly Binder[] }[]>();
  const visit = (each: Node, binders: readonly Binder[]): void => {
    if (each.sort.kind === 'bool') {
      const text = printNode(each);
      all.set(text, [...(all.get(text) ?? []), { node: each, binders }]);
    }
    if (each.kind === 'named' || each.kind === 'next') visit(each.body, binders);
    if (each.kind === 'apply') for (const arg of each.args) visit(arg, binders);
    if (each.kind === 'quantified') visit(each.body, [...binders, ...each.binders]);
    if (each.kind === 'let') visit(each.body, [...binders, each.binder]);
  };
  visit(node, []);
  return all;
}

type Binder = ActionTree['parameters'][number];
type Bindings = readonly { readonly name: string; readonly value: string }[];

/** Where a part's truth, or which of its parts decides, is not that of the conditions that read like it. */
function untruths(
  part: ConditionPart,
  conditions: ReturnType<typeof conditionsIn>,
  world: World,
  around: Bindings = [],
): readonly string[] {
  const bindings = [...part.bindings, ...around];
  const alike = (conditions.get(part.text) ?? []).map(({ node, binders }) => {
    const bound = new Map(
      binders.map((binder) => {
        const said = bindings.find(({ name }) => name === binder.name)?.value;
        const value = elementsOf(binder.sort).find((each) => printValue(each, binder.sort) === said) ?? null;
        return [binder, value] as const;
      }),
    );
    return { node, world: { ...world, bound } };
  });
  const said = part.truth === 'true' ? true : part.truth === 'false' ? false : 'no value';
  const meant = alike.find((each) => part.truth === 'not evaluated' || truthOf(each.node, each.world) === said);
  if (meant === undefined) return [`nothing that reads '${part.text}' is ${String(said)}`];
  const [first] = part.parts;
  const deciding = first?.isDeciding === true ? first.text : undefined;
  const own = meant.node.kind === 'apply' ? decidingIn(meant.node, meant.world) : deciding;
  return [
    ...(first === undefined || deciding === own ? [] : [`'${String(own)}' decides, not '${String(deciding)}'`]),
    ...part.parts.flatMap((inner) => untruths(inner, conditions, world, bindings)),
  ];
}

/** The operand by which a connective is what it is. */
function decidingIn({ operator, args }: Extract<Node, { kind: 'apply' }>, world: World): string | undefined {
  const [condition, consequence] = args;
  const isTrue = (node: Node | undefined): boolean | 'no value' => (node === undefined ? false : truthOf(node, world));
  const found =
    operator === 'all' || operator === 'any'
      ? args.find((arg) => isTrue(arg) === (operator === 'any'))
      : operator !== 'implies'
        ? undefined
        : isTrue(condition) === true
          ? consequence
          : condition;
  return found && printNode(found);
}

function ruleOf({ specification, property: { name } }: Broken): Node | undefined {
  const { invariants, actionProperties } = specification;
  return [...invariants, ...actionProperties].find((each) => each.name === name)?.node;
}

function lastWorld({ trace, property }: Broken): World {
  const [state, before] = [trace.states.at(-1), trace.states.at(-2)];
  if (state === undefined) throw new Error('a trace has states');
  if (property.kind !== 'action' || before === undefined) return { state, bound: new Map() };
  return { state: before, successor: state, fired: trace.steps.at(-1)?.action ?? '', bound: new Map() };
}

/** Down the parts that decide. */
function deciding(part: ConditionPart): ConditionPart {
  const [first] = part.parts;
  return first?.isDeciding === true ? deciding(first) : part;
}

describe('why violated on the balloon specification', () => {
  it(`names what decides, and the true value of each part of the rule, in ${caseCount} cases`, async () => {
    const cases = await broken;
    const complaints: string[] = [];
    let [rules, parts] = [0, 0];
    for (const each of cases) {
      const { mutant, specification, property } = each;
      const part = partViolated(specification, property);
      const { out } = await why('violated', 'balloon', '--mutant', mutant, '--property', property.name);
      if (part?.truth !== 'false') {
        complaints.push(`${mutant} breaks nothing that can be taken apart`);
        continue;
      }
      // The other road down to what decides ends there, or above where both sides count.
      const explanation = property.verdict.kind === 'violated' ? property.verdict.explanation?.text : undefined;
      if (!textsIn(part).includes(explanation ?? ''))
        complaints.push(`${mutant} is explained by ${explanation ?? 'nothing'}`);
      const last = deciding(part);
      const line = `${last === part ? '' : '> '}${String(last.truth)} ${unfolded(last.text)}`;
      if (last.parts.length === 0 && !unfolded(out).includes(line)) complaints.push(`${mutant} does not say '${line}'`);
      const rule = ruleOf(each);
      if (rule === undefined || part.text !== printNode(rule)) continue;
      rules += 1;
      parts += textsIn(part).length;
      complaints.push(...untruths(part, conditionsIn(rule), lastWorld(each)).map((text) => `${mutant}: ${text}`));
    }
    expect(complaints).toEqual([]);
    expect(cases).toHaveLength(caseCount);
    // The others break assertions, which have fewer parts.
    expect(rules).toBeGreaterThan(5);
    expect(parts).toBeGreaterThan(rules * 5);
  });
});

function textsIn(part: ConditionPart): readonly string[] {
  return [part.text, ...part.parts.flatMap(textsIn)];
}

interface Binding {
  readonly action: ActionTree;
  readonly bound: ReadonlyMap<Binder, unknown>;
  readonly truths: readonly (boolean | 'no value')[];
}

/** Every binding of the action's parameters with the truth of each clause by itself. */
function bindingsOf(action: ActionTree, state: State): readonly Binding[] {
  return bindings(action.parameters).map((bound) => ({
    action,
    bound,
    truths: action.when.map(({ node }) => truthOf(node, { state, bound: new Map(bound) })),
  }));
}

/** Steps to the nearest state in which the action fires; undefined where there is none within so many states. */
function distance({ actions }: Specification, from: State, action: ActionTree, most: number): number | undefined {
  let [seen, level] = [SetOfStates([from]), [from]];
  for (let depth = 0; level.length > 0 && seen.size < most; depth += 1) {
    if (level.some((state) => fire(action, state).length > 0)) return depth;
    const next: State[] = [];
    for (const state of level)
      for (const { result } of actions.flatMap((each) => fire(each, state))) {
        if (result.kind !== 'successor' || seen.has(result.state)) continue;
        seen = seen.add(result.state);
        next.push(result.state);
      }
    level = next;
  }
  return undefined;
}

/** Whether the lines say of every clause what is true of it, the first false one first. */
function says(lines: string, { action, truths }: Binding): boolean {
  // What is long is cut short where it has parts of its own.
  const texts = action.when.map(({ node }) => unfolded(printNode(node)).slice(0, 30));
  const first = truths.findIndex((truth) => truth !== true);
  return (
    truths.every((truth, index) => truth === 'no value' || lines.includes(`${String(truth)} ${texts[index] ?? ''}`)) &&
    (first < 0 || truths[first] === 'no value' || lines.includes(`> false ${texts[first] ?? ''}`))
  );
}

describe('why disabled on the balloon specification', () => {
  it(`names the first false clause, and how far the action is from being enabled, in ${caseCount} cases`, async () => {
    const pick = chance(11);
    const cases = await broken;
    const complaints: string[] = [];
    let [looked, near] = [0, 0];
    while (looked < caseCount) {
      const each = cases[pick(cases.length)];
      const step = pick(each?.trace.states.length ?? 1);
      const state = each?.trace.states[step];
      const action = each?.specification.actions[pick(each.specification.actions.length)];
      if (each === undefined || state === undefined || action === undefined || fire(action, state).length > 0) continue;
      looked += 1;
      const { mutant, property, specification } = each;
      const { out } = await why(
        'disabled',
        'balloon',
        action.name,
        '--at',
        String(step),
        '--mutant',
        mutant,
        '--property',
        property.name,
      );
      const about = `${mutant}, ${action.name} after step ${step}`;
      const bindings = bindingsOf(action, state);
      const unmet = ({ truths }: Binding): number => truths.filter((truth) => truth !== true).length;
      const fewest = Math.min(...bindings.map(unmet));
      // The first block is about one of the nearest bindings.
      const lines = unfolded(out.split('\n\n')[1] ?? '');
      const isTrue = bindings.some((binding) => unmet(binding) === fewest && says(lines, binding));
      if (!isTrue) complaints.push(`${about}: ${lines}`);
      const steps = distance(specification, state, action, 400);
      if (steps === undefined) continue;
      near += 1;
      const isNear = new RegExp(`the nearest state in which it is enabled.* is ${steps} steps? further`).test(
        unfolded(out),
      );
      if (!isNear) complaints.push(`${about}: it is ${steps} steps away`);
    }
    expect(complaints).toEqual([]);
    expect(near).toBeGreaterThan(5);
  });
});

/** The most clauses of a witness that are true together in any of the states. */
function mostTogether(
  specification: Specification,
  witness: Node,
  states: readonly State[],
): { most: number; of: number } {
  const ways = waysOf(witness);
  const counts = ways.flatMap(({ binders, clauses }) =>
    bindings(binders).flatMap((bound) =>
      states.map((state) => clauses.filter((node) => truthOf(node, { state, bound: new Map(bound) }) === true).length),
    ),
  );
  return { most: Math.max(...counts), of: Math.max(...ways.map(({ clauses }) => clauses.length)) };
}

function bindings(binders: readonly Binder[]): readonly World['bound'][] {
  return binders.reduce<readonly World['bound'][]>(
    (maps, binder) => maps.flatMap((map) => elementsOf(binder.sort).map((value) => new Map([...map, [binder, value]]))),
    [new Map()],
  );
}

function reachableFrom({ actions, ...specification }: Specification): readonly State[] {
  const found = [...initialStates(specification)].flatMap((each) => (each?.kind === 'successor' ? [each.state] : []));
  let seen = SetOfStates(found);
  for (const state of found)
    for (const { result } of actions.flatMap((action) => fire(action, state))) {
      if (result.kind !== 'successor' || seen.has(result.state)) continue;
      seen = seen.add(result.state);
      found.push(result.state);
    }
  return found;
}

describe('why unreachable on the balloon specification', () => {
  it.each([
    { set: { inflaters: 0, ballooned: 0 } },
    { set: { inflaters: 0, deflaters: 0, pages: 1 } },
    { set: { pages: 1, scanners: 1, inflaters: 0 } },
  ])('says for each witness how many clauses the closest states lack: $set', async ({ set }) => {
    const specification = balloon.build({ set });
    const states = reachableFrom(specification);
    const settings = Object.entries(set).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
    const said: string[] = [];
    const expected: string[] = [];
    for (const { name, node } of specification.reachable) {
      const { most, of } = mostTogether(specification, node, states);
      const { out } = await why('unreachable', 'balloon', name, ...settings);
      const [, lack] = /the closest lack (\d+) of/.exec(unfolded(out)) ?? [];
      const isNone = /, and nor is (?:any of its clauses|its one clause)/.test(unfolded(out));
      said.push(`${name}: ${out.includes('is reachable') ? 'reachable' : isNone ? 'none' : `lacks ${lack ?? '?'}`}`);
      expected.push(`${name}: ${most === of ? 'reachable' : most === 0 ? 'none' : `lacks ${of - most}`}`);
    }
    expect(said).toEqual(expected);
    expect(said.length).toBeGreaterThan(0);
  });
});
