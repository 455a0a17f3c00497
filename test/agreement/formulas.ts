// Random formulas over behaviours, and random fairness, as text: the whole language of both, put into random specifications.

import { condition } from './conditions.ts';
import { withNames, type Scope } from './expressions.ts';
import { sizeOf, type Chance } from './random.ts';
import type { ThreadsBehaving } from './random-threads.ts';
import type { Behaving } from './specifications.ts';

/** What a formula is made of. */
interface Parts {
  readonly chance: Chance;
  readonly state: () => string;
  readonly step: () => string;
  /** With an element of some sort by a name of its own; undefined where there is no sort. */
  readonly bound?: (body: (parts: Parts) => string) => string;
}

/** Properties over behaviours and fairness of a random specification. */
export function behaviourTexts({ states, steps, actions, kinds }: Behaving): readonly string[] {
  const { chance } = states;
  const owners = kinds.map(({ text }) => text.toLowerCase());
  const fair = [
    ...actions.flatMap(({ name, parameters }) => [
      { of: `'${name}'`, each: parameters },
      { of: `'${name}'`, each: parameters },
    ]),
    ...owners.map((name) => ({ of: `'${name}'`, each: undefined })),
    ...pairsOf(actions.map(({ name }) => name)).map((of) => ({ of, each: [], isTogether: true }) as const),
  ];
  return propertiesOf(partsOf(states, steps), chance, fair);
}

/** The same of a specification of threads. */
export function threadsBehaviourTexts(
  chance: Chance,
  { state, step, actors, alone = [], kinds }: ThreadsBehaving,
): readonly string[] {
  // A step of the processes has that name, too.
  const own = actors.filter((name) => name !== 'choose');
  const fair = [
    ...own.map((name) => ({ of: `'${name}'`, each: ['self'] })),
    ...pairsOf(own).map((of) => ({ of, each: ['self'], isTogether: true }) as const),
    ...alone.map((name) => ({ of: `'${name}'`, each: undefined })),
    ...pairsOf([...alone, ...own]).map((of) => ({ of, each: [], isTogether: true }) as const),
    ...kinds.map((kind) => ({ of: `'${kind.toLowerCase()}'`, each: undefined })),
    ...pairsOf(kinds.map((kind) => kind.toLowerCase())).map((of) => ({ of, each: undefined })),
  ];
  return propertiesOf({ chance, state, step }, chance, fair);
}

interface Fair {
  readonly of: string;
  /** Parameters that it can be meant for; undefined where it is of processes. */
  readonly each: readonly string[] | undefined;
  /** Has to be told for whom. */
  readonly isTogether?: true;
}

function pairsOf(names: readonly string[]): readonly string[] {
  return names.slice(1).map((name, index) => `['${names[index]}', '${name}']`);
}

function propertiesOf(parts: Parts, chance: Chance, fair: readonly Fair[]): readonly string[] {
  const liveness = Array.from(
    { length: chance.oneOf([1, 2, 3]) },
    (_, index) => `live${index}: ${propertyText(parts, chance.oneOf([1, 2, 2, 3]))}`,
  );
  return [
    `liveness: { ${liveness.join(', ')} }`,
    chance.percent(40) ? `recoverable: { rec0: ${parts.state()} }` : '',
    fair.length === 0 ? '' : `fairness: [${fairnessTexts(fair, chance).join(', ')}]`,
  ];
}

// Where everything has to go on, what is passed over is so again and again: then the strong kind leaves out more than the weak one.
function fairnessTexts(fair: readonly Fair[], chance: Chance): readonly string[] {
  if (chance.percent(35))
    return fair.filter(({ isTogether }) => isTogether !== true).map((each) => fairnessText(each, chance));
  return Array.from({ length: chance.oneOf([2, 1, 3, 0, 4]) }, () => fairnessText(chance.oneOf(fair), chance));
}

function fairnessText({ of, each, isTogether }: Fair, chance: Chance): string {
  const told =
    each === undefined || (isTogether !== true && chance.percent(40))
      ? undefined
      : each.filter(() => chance.percent(60));
  const options = told === undefined ? '' : `, { each: [${told.map((name) => `'${name}'`).join(', ')}] }`;
  return `${chance.oneOf(['weakly', 'strongly'])}(${of}${options})`;
}

function partsOf(states: Scope, steps: Scope): Parts {
  const { chance } = states;
  const sorts = states.sorts.filter((sort) => sizeOf(sort) <= 3);
  return {
    chance,
    state: () => condition(states, chance.oneOf([0, 1])),
    step: () => condition(steps, chance.oneOf([0, 1])),
    ...(sorts.length === 0
      ? {}
      : {
          bound: (body) => {
            const name = chance.name('q');
            const sort = chance.oneOf(sorts);
            const within = (scope: Scope): Scope => withNames(scope, { text: name, sort }, { text: name, sort });
            const inner = body(partsOf(within(states), within(steps)));
            return `${chance.oneOf(['forall', 'exists'])}({ ${name}: ${sort.text} }, ({ ${name} }) => ${inner})`;
          },
        }),
  };
}

/** What is assumed is assumed outermost. */
function propertyText(parts: Parts, depth: number): string {
  const { chance, bound } = parts;
  if (bound !== undefined && chance.percent(20)) return bound((within) => propertyText(within, depth - 1));
  if (chance.percent(15)) return `assuming(${formula(parts, depth - 1)}, ${propertyText(parts, depth - 1)})`;
  if (chance.percent(10)) return formula(parts, Math.max(1, depth));
  // What waits for something, whatever it is made of: the rest is often refused.
  const inner = (): string => formula(parts, depth - 1);
  return chance.oneOf([
    () => `always(eventually(${inner()}))`,
    () => `leadsTo(${inner()}, ${inner()})`,
    () => `eventually(${inner()})`,
    () => `eventually(always(${inner()}))`,
    () => `someStep(${parts.step()})`,
    () => `until(${inner()}, ${inner()})`,
    () => `any(always(${inner()}), eventually(${inner()}))`,
    () => `eventually(always(${inner()})).implies(always(eventually(${inner()})))`,
  ])();
}

/** A temporal formula; of depth 0 a condition. */
function formula(parts: Parts, depth: number): string {
  const { chance, state, step, bound } = parts;
  if (depth <= 0) return chance.percent(25) ? `${chance.oneOf(['everyStep', 'someStep'])}(${step()})` : state();
  const inner = (): string => formula(parts, depth - 1);
  const temporal = (): string => `${chance.oneOf(['eventually', 'always'])}(${formula(parts, depth - 2)})`;
  return chance.oneOf([
    () => `eventually(${inner()})`,
    () => `always(eventually(${formula(parts, depth - 2)}))`,
    () => `leadsTo(${inner()}, ${inner()})`,
    () => `eventually(always(${formula(parts, depth - 2)}))`,
    () => `until(${inner()}, ${inner()})`,
    () => `always(${inner()})`,
    () => `all(${temporal()}, ${inner()})`,
    () => `any(${temporal()}, ${inner()})`,
    () => `not(${temporal()})`,
    () => `${temporal()}.implies(${inner()})`,
    () => `${temporal()}.iff(${inner()})`,
    () => (bound === undefined ? `someStep(${step()})` : bound((within) => formula(within, depth))),
  ])();
}
