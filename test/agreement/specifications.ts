// Random specifications as text: a file that can be pasted, and the same text run at once.

import { compileFunction } from 'node:vm';
import * as ballast from '../../checker/index.ts';
import type { Model } from '../../checker/index.ts';
import { expression, plain, type Named, type Scope } from './expressions.ts';
import { bool, randomSort, sizeOf, type Chance, type RandomSort } from './random.ts';
import { processesText } from './random-processes.ts';
import { updateText } from './updates.ts';

/** The body of `model(…)`, behind the imports. */
export function randomText(chance: Chance): string {
  const idsA: RandomSort = { kind: 'ids', text: 'A', size: chance.oneOf([2, 1, 3, 2, 0]) };
  const idsB: RandomSort = { kind: 'ids', text: 'B', size: chance.between(1, 2) };
  const ids = [idsA, idsB];
  const variables: Named[] = [];
  const most = 60;
  for (let index = 0, count = chance.between(1, 4); index < count; index += 1) {
    const sort = randomSort(chance, 2, ids);
    variables.push({ text: `x${index}`, sort: sizeOf(sort) <= most && sizeOf(sort) > 0 ? sort : bool });
  }
  const sorts = [
    ...new Map(
      [...variables.flatMap(({ sort }) => sortsIn(sort)), bool, idsB].map((each) => [each.text, each]),
    ).values(),
  ].filter((sort) => sizeOf(sort) <= 16);
  const scope: Scope = { chance, names: variables, ids, sorts };
  const depth = chance.between(1, 3);
  const actions = Array.from({ length: chance.between(1, 4) }, (_, index) => actionText(`act${index}`, scope, depth));
  const names = actions.map(({ name }) => name);
  const withProcesses = chance.percent(35) ? processesText(scope) : undefined;
  const step: Scope = {
    ...scope,
    fired: names,
    names: [...variables, ...variables.map(({ text, sort }) => ({ text: `next(${text})`, sort }))],
  };
  const list = (count: number, make: (index: number) => string): string =>
    Array.from({ length: chance.below(count + 1) }, (_, index) => make(index)).join(', ');
  const parts = [
    `variables: { ${[...variables.map(({ text }) => text), ...(withProcesses?.variables ?? [])].join(', ')} }`,
    `init: { ${[...variables.map(({ text, sort }) => `${text}: ${initialText(sort, scope)}`), ...(withProcesses?.init ?? [])].join(', ')} }`,
    chance.percent(20) ? `initially: [${expression(bool, 2, scope)}]` : '',
    `actions: { ${actions.map(({ name, text }) => `${name}: ${text}`).join(',\n        ')} }`,
    withProcesses === undefined ? '' : `processes: [${withProcesses.processes.join(', ')}]`,
    `invariants: { ${list(3, (index) => `inv${index}: ${expression(bool, depth + 1, scope)}`)} }`,
    `reachable: { ${list(2, (index) => `wit${index}: ${expression(bool, depth, scope)}`)} }`,
    chance.percent(40) ? `actionProperties: { step0: ${expression(bool, depth, step)} }` : '',
    chance.percent(20) ? `constraints: { small: ${expression(bool, depth, scope)} }` : '',
    chance.percent(30) ? `granularity: '${chance.oneOf(['coarse', 'fine'])}'` : '',
    chance.percent(30) ? `terminal: ${chance.percent(50) ? "'any'" : expression(bool, depth, scope)}` : '',
  ].filter((part) => part !== '');
  const lines = [
    ...ids.map((sort) =>
      sort.kind === 'ids' ? `const ${sort.text} = ids('${sort.text.toLowerCase()}', ${sort.size});` : '',
    ),
    `const { ${[...variables.map(({ text }) => text), ...(withProcesses?.variables ?? [])].join(', ')} } = variables({ ${[...variables.map(({ text, sort }) => `${text}: ${sort.text}`), ...(withProcesses?.sorts ?? [])].join(', ')} });`,
    ...(withProcesses?.lines ?? []),
    `return spec({\n      ${parts.join(',\n      ')},\n    });`,
  ];
  return `() => {\n    ${lines.join('\n    ')}\n  }`;
}

function sortsIn(sort: RandomSort): readonly RandomSort[] {
  switch (sort.kind) {
    case 'maybe':
    case 'set':
    case 'seq':
      return [sort, ...sortsIn(sort.of)];
    case 'fn':
      return [sort, ...sortsIn(sort.key), ...sortsIn(sort.of)];
    case 'record':
      return [sort, ...sort.fields.flatMap(([, of]) => sortsIn(of))];
    case 'tuple':
      return [sort, ...sort.items.flatMap(sortsIn)];
    case 'variant':
      return [sort, ...sort.cases.flatMap(([, of]) => sortsIn(of))];
    default:
      return [sort];
  }
}

function initialText(sort: RandomSort, scope: Scope): string {
  const { chance } = scope;
  if (sizeOf(sort) <= 8 && chance.percent(25)) return 'anything';
  if (chance.percent(15)) return `oneOf(${plain(sort, scope)}, ${plain(sort, scope)})`;
  return plain(sort, { ...scope, names: [] });
}

function actionText(name: string, scope: Scope, depth: number): { readonly name: string; readonly text: string } {
  const { chance } = scope;
  const parameters = Array.from({ length: chance.oneOf([1, 0, 2]) }, (_, index) => {
    const sets = scope.names.filter(({ sort }) => sort.kind === 'set');
    const set = sets.length > 0 && chance.percent(25) ? chance.oneOf(sets) : undefined;
    const sort = set?.sort.kind === 'set' ? set.sort.of : chance.oneOf(scope.sorts);
    return { name: `p${index}`, sort, domain: set?.text ?? sort.text };
  });
  const within = { ...scope, names: [...scope.names, ...parameters.map(({ name: text, sort }) => ({ text, sort }))] };
  const when = Array.from({ length: chance.between(0, 2) }, () => expression(bool, depth, within)).filter(dependsOn);
  // The same place twice is refused while building; places that meet only at times are not.
  const updates = Array.from({ length: chance.between(1, 3) }, () => updateText(within, depth));
  const then = [
    ...new Map(updates.map((text) => [text.replace(/\.(becomes|insert|remove)\(.*$/s, ''), text])).values(),
  ];
  const body = `({ when: [${when.join(', ')}], then: [${then.join(', ')}] })`;
  if (parameters.length === 0) return { name, text: `action${body}` };
  const domains = parameters.map((each) => `${each.name}: ${each.domain}`).join(', ');
  return { name, text: `action({ ${domains} }, ({ ${parameters.map((each) => each.name).join(', ')} }) => ${body})` };
}

/** Whether a condition depends on the state or a parameter: constant guards are refused. */
function dependsOn(text: string): boolean {
  return /\b[xp]\d\b/.test(text);
}

const words = Object.entries(ballast).filter(([name]) => /^[a-z]/.test(name));

/** The model that the text means. @throws SpecError where the checker refuses it */
export function modelOf(text: string): Model {
  const names = words.map(([name]) => name);
  const make = compileFunction(`return model('random', {}, ${text});`, names) as (...given: unknown[]) => Model;
  return make(...words.map(([, word]) => word));
}

/** The file to paste. */
export function fileOf(text: string): string {
  const used = words.map(([name]) => name).filter((name) => name === 'model' || new RegExp(`\\b${name}\\b`).test(text));
  return `import { ${used.join(', ')} } from 'ballast';\n\nexport default model(\n  'random',\n  {},\n  ${text},\n);\n`;
}
