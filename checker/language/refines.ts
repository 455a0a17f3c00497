// The words of refinement: of which abstract specification every behaviour is one too, and what each of its variables stands for here.
// `refinement.ts` gives them their meaning.

import { clause } from './clauses.ts';
import { Otherwise } from './choices.ts';
import { SpecError, suggest } from './errors.ts';
import type { Bool } from './expression.ts';
import type { ConstantValue, Model } from './model.ts';
import { mark } from './nodes.ts';
import { here, placesOf, type Site } from './site.ts';
import type { Ids } from './sorts.ts';
import type { SpecDeclaration } from './spec.ts';
import type { Clause, Specification } from './tree.ts';

/**
 * What an abstract variable stands for: an expression, a value, or `cases`; of a function also a function of the key, of a record its fields.
 * Of a lock the process that holds it, or `none`.
 */
export type Mapped = unknown;

/** The abstract variables by name, each with what it stands for. TLA+: `INSTANCE M WITH x <- e, …`. */
export type Mapping = Readonly<Record<string, Mapped>>;

export interface RefinesOptions {
  /** Identifiers of the abstract specification, by the name of their sort, and those here that they are. Sorts of one name need none. */
  readonly sorts?: Readonly<Record<string, Ids<string>>>;
}

/** What `spec({ refinements })` takes. */
export interface RefinesDeclaration {
  readonly declares: 'refinement';
  readonly abstract: Model | SpecDeclaration;
  readonly constants: Readonly<Record<string, ConstantValue>>;
  readonly mapping: Mapping;
  readonly sorts: Readonly<Record<string, Ids<string>>>;
  readonly site: Site;
  /** Mutable: the abstract specification, once it was built. */
  built?: Specification;
}

/** Every behaviour is one of the abstract specification, seen through the mapping; steps that change nothing there are none. TLA+: `Spec => M!Spec`. */
export function refines(
  abstract: Model,
  constants: Readonly<Record<string, ConstantValue>>,
  mapping: Mapping,
  options?: RefinesOptions,
): RefinesDeclaration;
export function refines(abstract: SpecDeclaration, mapping: Mapping, options?: RefinesOptions): RefinesDeclaration;
export function refines(abstract: Model | SpecDeclaration, ...rest: readonly unknown[]): RefinesDeclaration {
  return { declares: 'refinement', ...seenAs('refines', abstract, rest, here()) };
}

/** What is given to `refines(…)`, or to `instance(…)`, whose first argument is the abstract specification. @throws SpecError */
export function seenAs(
  word: 'refines' | 'instance',
  abstract: unknown,
  rest: readonly unknown[],
  site: Site,
): Omit<RefinesDeclaration, 'declares'> {
  const declares = typeof abstract === 'object' && abstract !== null && 'declares' in abstract && abstract.declares;
  if (declares !== 'model' && declares !== 'spec')
    throw new SpecError(`${word}(…) is given ${typeof abstract} where an abstract specification is due`, {
      places: placesOf(site),
      mend: 'its first argument is a model, or what spec({ … }) gives',
    });
  const [constants, mapping, options] = (declares === 'model' ? rest : [{}, ...rest]) as [
    Readonly<Record<string, ConstantValue>>,
    Mapping,
    unknown,
  ];
  if (typeof mapping !== 'object' || mapping === null)
    throw new SpecError(`${word}(…) has no mapping`, {
      places: placesOf(site),
      mend:
        declares === 'model'
          ? `write ${word}(model, { constants }, { variable: expression, … })`
          : `write ${word}(specification, { variable: expression, … })`,
    });
  const sorts = sortsOf(word, options, declares, site);
  return { abstract: abstract as Model | SpecDeclaration, constants, mapping, sorts, site };
}

// A specification that is no model has no constants: who gives some puts the mapping where options belong.
function sortsOf(word: string, options: unknown, declares: 'model' | 'spec', site: Site): RefinesDeclaration['sorts'] {
  if (options === undefined) return {};
  const given = typeof options === 'object' && options !== null ? options : {};
  const odd = Object.keys(given).find((name) => name !== 'sorts');
  if (odd !== undefined || typeof options !== 'object')
    throw new SpecError(`${word}(…) has an unknown option${odd === undefined ? '' : ` '${odd}'`}`, {
      places: placesOf(site),
      mend:
        suggest(odd ?? '', ['sorts']) ||
        (declares === 'spec'
          ? `what is no model takes no constants: write ${word}(specification, { variable: expression, … })`
          : 'after the mapping stands { sorts: { theirs: Ours } }'),
    });
  const { sorts = {} } = given as RefinesOptions;
  for (const [name, sort] of Object.entries(sorts as Readonly<Record<string, unknown>>)) {
    if (typeof sort === 'object' && sort !== null && 'kind' in sort && sort.kind === 'ids') continue;
    throw new SpecError(`${word}(…) takes '${name}' for what is no sort of identifiers`, {
      places: placesOf(site),
      mend: `write { sorts: { ${name}: Ours } }, where Ours is ids(…) or processes(…)`,
    });
  }
  return sorts;
}

/** The value of the first case whose condition is true. */
export class Cases {
  readonly [mark]: string = 'cases';
  readonly branches: readonly { readonly condition: Clause; readonly value: Mapped }[];
  readonly otherwise: Mapped;

  constructor(branches: Cases['branches'], left: Mapped) {
    this.branches = branches;
    this.otherwise = left;
  }
}

/**
 * In a mapping, the value of the first case that is true: `cases([isInside(p), 'inside'], [otherwise, 'outside'])`.
 * TLA+: `CASE P -> a [] OTHER -> b`.
 */
export function cases(...given: readonly (readonly [Bool | Otherwise, Mapped])[]): Cases {
  const site = here();
  const last = given.at(-1);
  const isOpen = last === undefined || !(last[0] instanceof Otherwise);
  if (isOpen || given.slice(0, -1).some(([condition]) => condition instanceof Otherwise))
    throw new SpecError(isOpen ? 'cases(…) leaves a case open' : 'cases(…) has a case after otherwise', {
      places: placesOf(site),
      mend: 'let the last case be [otherwise, value]',
    });
  const branches = given.slice(0, -1).map(([condition, value]) => ({ condition: clause(condition, '', site), value }));
  return new Cases(branches, last[1]);
}
