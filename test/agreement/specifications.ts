// Random specifications as text: a file that can be pasted, and the same text run at once.

import { compileFunction } from 'node:vm';
import * as ballast from '../../checker/index.ts';
import type { Model, Specification } from '../../checker/index.ts';
import { condition, weakCondition } from './conditions.ts';
import { overAlike } from './alike.ts';
import { expression, plain, withNames, type Named, type Scope } from './expressions.ts';
import { bool, randomSort, sizeOf, sortsIn, wideSort, type Chance, type RandomSort } from './random.ts';
import { processesText } from './random-processes.ts';
import { updateTexts } from './updates.ts';

/** The most values of a variable, but for wide ones. */
const valuesMost = 60;

/** What formulas and fairness may name. */
export interface Behaving {
  /** Of states, and of steps. */
  readonly states: Scope;
  readonly steps: Scope;
  readonly actions: readonly ActionText[];
  /** Kinds of processes. */
  readonly kinds: readonly RandomSort[];
}

interface ActionText {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly string[];
}

/**
 * The body of `model(…)`, behind the imports. `isSymmetric`: hardly anything tells identifiers and processes of one kind apart. `behaving`:
 * what else is said, of behaviours; then there are no constraints.
 */
export function randomText(
  chance: Chance,
  isSymmetric = false,
  behaving?: (scope: Behaving) => readonly string[],
): string {
  const idsOf = (text: string, size: number): RandomSort => ({ kind: 'ids', text, size });
  const ids = isSymmetric
    ? [idsOf('A', chance.oneOf([2, 3])), idsOf('B', chance.oneOf([2, 1]))]
    : [idsOf('A', chance.oneOf([2, 3, 2, 1, 3, 2, 3, 0])), idsOf('B', chance.between(1, 2))];
  const kinds = chance.percent(isSymmetric ? 40 : 22)
    ? [
        idsOf('W', isSymmetric ? chance.oneOf([2, 2, 3]) : chance.between(1, 2)),
        ...(chance.percent(40) ? [idsOf('V', isSymmetric ? chance.between(1, 2) : 1)] : []),
      ]
    : [];
  // What is said of one sort may break the symmetry of another: so now and then of some, or of none, care is taken.
  const alike = [...ids, ...kinds].filter(() => isSymmetric && !chance.percent(12));
  const variables = variablesOf(chance, [...ids, ...kinds]);
  const sorts = [
    ...new Map(
      [...variables.flatMap(({ sort }) => sortsIn(sort)), bool, ...ids.slice(1)].map((each) => [each.text, each]),
    ).values(),
  ].filter((sort) => sizeOf(sort) <= 16);
  const scope: Scope = {
    chance,
    names: variables,
    sorts,
    // What fails for one element before another decides tells them apart, so something has to fail now and then.
    risk: chance.oneOf(isSymmetric ? [0, 8, 30, 60] : [0, 0, 0, 1, 0, 8]),
    ...(alike.length > 0 ? { alike } : {}),
  };
  const depth = chance.oneOf([1, 2, 1, 3]);
  const actions = Array.from(
    { length: kinds.length > 0 ? 1 : Math.max(2, variables.length + chance.oneOf([0, -1, 1])) },
    (_, index) => actionText(index, scope, depth),
  );
  const processes = kinds.length === 0 ? undefined : processesText(scope, kinds);
  const withFacts = { ...scope, facts: processes?.facts ?? [] };
  const names = [...variables.map(({ text }) => text), ...(processes?.variables ?? [])];
  const parts = [
    `variables: { ${names.join(', ')} }`,
    initText(variables, processes?.init ?? [], scope),
    chance.percent(15) ? `initially: [${overAlike(scope, (within) => weakCondition(within, 1))}]` : '',
    `actions: { ${actions.map(({ name, text }) => `${name}: ${text}`).join(',\n        ')} }`,
    processes === undefined ? '' : `processes: [${processes.processes.join(', ')}]`,
    ...propertyTexts(withFacts, actions, depth, behaving === undefined),
    ...(behaving?.({ states: withFacts, steps: stepScope(withFacts, actions), actions, kinds }) ?? []),
    chance.percent(30) ? `granularity: '${chance.oneOf(['coarse', 'fine'])}'` : '',
    chance.percent(30)
      ? `terminal: ${chance.percent(50) ? "'any'" : overAlike(scope, (within) => condition(within, depth))}`
      : '',
  ].filter((part) => part !== '');
  const declared = [...variables.map(({ text, sort }) => `${text}: ${sort.text}`), ...(processes?.sorts ?? [])];
  const idsLine = (sort: RandomSort): string =>
    `const ${sort.text} = ${kinds.includes(sort) ? 'processes' : 'ids'}('${sort.text.toLowerCase()}', ${sizeOf(sort)});`;
  const lines = [
    ...[...ids, ...kinds].map(idsLine),
    `const { ${names.join(', ')} } = variables({ ${declared.join(', ')} });`,
    ...(processes?.lines ?? []),
    `return spec({\n      ${parts.join(',\n      ')},\n    });`,
  ];
  return `() => {\n    ${lines.join('\n    ')}\n  }`;
}

function variablesOf(chance: Chance, ids: readonly RandomSort[]): readonly Named[] {
  const isLawful = (sort: RandomSort): boolean => sizeOf(sort) <= valuesMost && sizeOf(sort) > 0;
  const narrow = Array.from({ length: chance.oneOf([3, 4, 3, 2]) }, (): RandomSort => {
    // A sort of one or two values is lawful and dull: another try.
    const sorts = [randomSort(chance, 2, ids), randomSort(chance, 1, ids), randomSort(chance, 2, ids)];
    return sorts.find((sort) => isLawful(sort) && sizeOf(sort) > 3) ?? sorts.find(isLawful) ?? bool;
  });
  const wide = chance.percent(35) ? [wideSort(chance)] : [];
  return [...narrow, ...wide].map((sort, index) => ({ text: `x${index}`, sort }));
}

function initText(variables: readonly Named[], more: readonly string[], scope: Scope): string {
  const { chance } = scope;
  const init = (): string => {
    const values = variables.map(({ text, sort }, index) => {
      // A variable may be given a value made of those declared before it.
      const earlier = chance.percent(20) ? variables.slice(0, index) : [];
      return `${text}: ${initialText(sort, { ...scope, names: earlier })}`;
    });
    return `{ ${[...values, ...more].join(', ')} }`;
  };
  return chance.percent(10) ? `inits: [${init()}, ${init()}]` : `init: ${init()}`;
}

function initialText(sort: RandomSort, scope: Scope): string {
  const { chance } = scope;
  if (sizeOf(sort) <= 4 && chance.percent(20)) return 'anything';
  if (chance.percent(10)) return `oneOf(${plain(sort, scope)}, ${plain(sort, scope)})`;
  const text = plain(sort, scope);
  const isNaming = scope.alike !== undefined && /element\(/.test(text);
  return isNaming && sizeOf(sort) <= 16 && chance.percent(75) ? 'anything' : text;
}

/** What may be said of a step. */
function stepScope(scope: Scope, actions: readonly ActionText[]): Scope {
  return {
    ...withNames(scope, ...scope.names.map(({ text, sort }) => ({ text: `next(${text})`, sort }))),
    facts: scope.names.map(({ text }) => `changed(${text})`),
    fired: actions.map(({ name }) => name),
  };
}

function propertyTexts(
  scope: Scope,
  actions: readonly ActionText[],
  depth: number,
  mayConstrain: boolean,
): readonly string[] {
  const { chance } = scope;
  const step = stepScope(scope, actions);
  const list = (count: number, make: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => make(index)).join(', ');
  const invariant = (within: Scope): string =>
    chance.oneOf([() => weakCondition(within, depth), () => expression(bool, depth + 1, within)])();
  const both = (within: Scope): string => `all(${condition(within, depth)}, ${condition(within, 0)})`;
  const either = (within: Scope): string => `any(${expression(bool, depth, within)}, ${condition(within, 0)})`;

  return [
    `invariants: { ${list(chance.oneOf([1, 2]), (index) => `inv${index}: ${overAlike(scope, invariant)}`)} }`,
    `reachable: { ${list(chance.below(3), (index) => `wit${index}: ${overAlike(scope, both)}`)} }`,
    chance.percent(40) ? `actionProperties: { step0: ${overAlike(step, either)} }` : '',
    mayConstrain && chance.percent(15)
      ? `constraints: { small: ${overAlike(scope, (within) => weakCondition(within, depth))} }`
      : '',
  ];
}

function actionText(number: number, scope: Scope, depth: number): ActionText {
  const { chance } = scope;
  const name = `act${number}`;
  const free = Array.from({ length: chance.oneOf([1, 0, 1, 2]) }, (_, index) => {
    const set = scope.names.find(({ sort }) => sort.kind === 'set' && sizeOf(sort.of) <= 16);
    if (set?.sort.kind === 'set' && chance.percent(25))
      return { name: `p${index}`, sort: set.sort.of, domain: set.text };
    const sort = chance.oneOf(scope.sorts.filter((each) => sizeOf(each) <= (index === 0 ? 4 : 2)));
    return { name: `p${index}`, sort, domain: sort.text };
  });
  const named = (scope.alike ?? []).map((sort) => ({ name: `p${sort.text.toLowerCase()}`, sort, domain: sort.text }));
  const parameters = scope.alike === undefined ? free : [...named, ...free.slice(0, 1)];
  const within = withNames(scope, ...parameters.map(({ name: text, sort }) => ({ text, sort })));
  const when = Array.from({ length: chance.oneOf([1, 0, 1, 0, 2]) }, () =>
    chance.percent(50) ? `any(${condition(within, 0)}, ${condition(within, depth)})` : condition(within, depth),
  ).filter(dependsOn);
  const then = updateTexts(within, depth, chance.oneOf([1, 1, 1, 2, 3]), number);
  const body = `({ when: [${when.join(', ')}], then: [${then.join(', ')}] })`;
  if (parameters.length === 0) return { name, text: `action${body}`, parameters: [] };
  const domains = parameters.map((each) => `${each.name}: ${each.domain}`).join(', ');
  const names = parameters.map((each) => each.name);
  return { name, text: `action({ ${domains} }, ({ ${names.join(', ')} }) => ${body})`, parameters: names };
}

/** Whether a condition depends on the state or a parameter: constant guards are refused. */
function dependsOn(text: string): boolean {
  return /\b[xp][\dabwv]\b/.test(text);
}

const words = Object.entries(ballast).filter(([name]) => /^[a-z]/.test(name));

/** The model that the text means. @throws SpecError where the checker refuses it */
export function modelOf(text: string): Model {
  const names = words.map(([name]) => name);
  const make = compileFunction(`return model('random', {}, ${text});`, names) as (...given: unknown[]) => Model;
  return make(...words.map(([, word]) => word));
}

/** The specification that the text means; undefined where the checker refuses it, which is noted, with the reason where `isShown`. */
export function built(
  text: string,
  note: (what: string) => void = () => undefined,
  isShown = false,
): Specification | undefined {
  try {
    return modelOf(text).build();
  } catch (error) {
    if (!(error instanceof ballast.SpecError)) throw new Error(`${String(error)}\n${text}`, { cause: error });
    note('refused');
    if (isShown) note(`refused: ${error.message.replaceAll(/[\d']+/g, '').slice(0, 60)}`);
    return undefined;
  }
}

/** The file to paste. */
export function fileOf(text: string): string {
  const used = words.map(([name]) => name).filter((name) => name === 'model' || new RegExp(`\\b${name}\\b`).test(text));
  return `import { ${used.join(', ')} } from 'ballast';\n\nexport default model(\n  'random',\n  {},\n  ${text},\n);\n`;
}
