// model(name, { constants, … }, build): a family of specifications, one for each choice of constants and edits.
// The outermost word of the language and what a file exports.

import { AssumptionError, SpecError, suggest, UsageError } from './errors.ts';
import {
  granularity as granularityEdit,
  mutantOf,
  parseEdits,
  printEdit,
  type Edit,
  type Granularity,
  type Mutant,
  type MutantParts,
} from './edits.ts';
import { type Program } from './edit-paths.ts';
import { applyEdit } from './edit.ts';
import { expand, lower, meaningOf, writtenInitial } from './lower.ts';
import { isBuilding } from './nodes.ts';
import { here, inUserCode, placesOf } from './site.ts';
import { printSort, type Sort, type SortOf } from './sorts.ts';
import type { SpecDeclaration } from './spec.ts';
import type { InitialTree, Specification, VariableTree } from './tree.ts';
import { printTaken } from './value-text.ts';

/** A constant: its sort, the value it has unless another is asked for, and what it means. */
export interface Constant<out T> {
  readonly sort: SortOf<T>;
  readonly default: T;
  readonly meaning: string;
}

/** A parameter of the model, of a plain sort (bool, range, enumeration). It arrives in `build` as a plain TypeScript value. */
export function constant<T extends boolean | number | string>(
  sort: SortOf<T>,
  defaultValue: NoInfer<T>,
  meaning: string,
): Constant<T> {
  if (!['bool', 'range', 'enumeration'].includes(sort.kind))
    throw new SpecError(`a constant has a plain sort, not ${printSort(sort)}`, {
      mend: 'use bool, range or enumeration',
    });
  if (!isPlainElement(defaultValue, sort))
    throw new SpecError(`the default ${String(defaultValue)} of a constant is outside ${printSort(sort)}`, {
      places: placesOf(here()),
    });
  return { sort, default: defaultValue, meaning };
}

type Constants = Readonly<Record<string, Constant<boolean | number | string>>>;
type ValuesOf<C> = { readonly [K in keyof C]: C[K] extends Constant<infer T> ? T : never };
export type ConstantValue = boolean | number | string;

export interface ModelParts<C extends Constants> {
  readonly constants?: C;
  /** What must be true of the constants together, by name. TLA+: `ASSUME`. */
  readonly assume?: Readonly<Record<string, (constants: ValuesOf<C>) => boolean>>;
  /** Named variants, chosen by `--mutant`. */
  readonly mutants?: Readonly<Record<string, Edit | readonly Edit[] | MutantParts>>;
  /** Expected verdicts, printed by `ballast matrix`. */
  readonly suites?: readonly SuiteParts[];
  /** What the specification takes for granted, in sentences; printed with every verdict. */
  readonly modelled?: readonly string[];
  /** How `ballast necessity` is to look at it. */
  readonly necessity?: NecessityParts;
}

export interface NecessityParts {
  /** Constants of a larger configuration: what nothing notices in the one that was asked for is tried there, too. */
  readonly larger?: Readonly<Record<string, ConstantValue>>;
}

/** An expected verdict. `expect`: 'holds', or 'violates' and the properties that the first bad level violates. */
export interface SuiteParts {
  readonly name?: string;
  /** What it is about, in a sentence. */
  readonly about?: string;
  /** Suites of one group stand together under its name. */
  readonly group?: string;
  readonly set?: Readonly<Record<string, ConstantValue>>;
  readonly mutant?: string;
  readonly edits?: readonly (Edit | string)[];
  /** These properties only, as `--property` selects them; and domain errors, as always. Default: all. */
  readonly properties?: readonly string[];
  readonly expect: 'holds' | `violates ${string}`;
}

/** A suite of another model, exported beside it. */
export interface Suite extends SuiteParts {
  readonly declares: 'suite';
  readonly model: Model;
}

export function suite(parts: SuiteParts & { readonly model: Model }): Suite {
  return { declares: 'suite', ...parts };
}

/** What to build: constants by name (others have their defaults), a mutant, and edits besides. */
export interface Variant {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly mutant?: string | undefined;
  readonly edits?: readonly (Edit | string)[];
  /** Instead of the specification's own. Where it differs from that, it is the first of the edits. */
  readonly granularity?: Granularity | undefined;
}

/** A model for given constants, edited and with its calls expanded: variants of it are built without running its author's code again. */
export interface OpenedModel {
  /** As it is written, before any edit. */
  readonly written: Program;
  /** With the edits that it was opened with. */
  readonly program: Program;
  /** How declared variables begin. */
  readonly initial: readonly InitialTree[];
  readonly variables: readonly VariableTree[];
  /** The specification, with these edits besides: what `Model.build` gives. @throws as it does */
  build(edits?: readonly Edit[]): Specification;
  /**
   * What makes the difference between such specifications, as a short text: two of this opened model have the same tree if, and only if, it is the
   * same. Takes a fraction of the time of `build`. @throws as `build`, though less is refused
   */
  meaning(edits?: readonly Edit[]): string;
}

export interface Model {
  readonly declares: 'model';
  readonly language: string;
  readonly name: string;
  readonly constants: Constants;
  readonly assumptions: readonly string[];
  readonly mutants: Readonly<Record<string, Mutant>>;
  readonly suites: readonly SuiteParts[];
  readonly modelled: readonly string[];
  readonly necessity: NecessityParts;
  /**
   * The specification for these constants and edits.
   * @throws UsageError for an unknown constant or mutant, or a value outside its sort; AssumptionError for a false assumption;
   * SpecError where the specification itself, or an edit, is wrong
   */
  build(variant?: Variant): Specification;
  /** The same, before its processes are lowered. @throws as `build` does */
  open(variant?: Variant): OpenedModel;
  /** What others refine, for these constants: without what it refines itself, and it need not have properties. @throws as `build` does */
  abstract(set: NonNullable<Variant['set']>): Specification;
}

/** The version of the language: two that meet in one run are an error that names both. */
export const languageVersion = '0.1.0';

/** Marks models across copies of this package. */
export const modelMark: unique symbol = Symbol.for('ballast.model') as never;

export function isModel(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && modelMark in value;
}

export function isSuite(value: unknown): value is Suite {
  return typeof value === 'object' && value !== null && 'declares' in value && value.declares === 'suite';
}

export function model<const C extends Constants = {}>(
  name: string,
  parts: ModelParts<C>,
  build: (constants: ValuesOf<C>) => SpecDeclaration,
): Model {
  const site = here();
  const known = ['constants', 'assume', 'mutants', 'suites', 'modelled', 'necessity'];
  const odd = Object.keys(parts).find((part) => !known.includes(part));
  if (odd !== undefined)
    throw new SpecError(`model '${name}' has an unknown part '${odd}'`, {
      places: placesOf(site),
      mend: suggest(odd, known) || `its parts are ${known.join(', ')}`,
    });
  const constants: Constants = parts.constants ?? {};
  const mutants = Object.fromEntries(
    Object.entries(parts.mutants ?? {}).map(([label, given]) => [label, mutantOf(label, given)]),
  );
  const assumptions = Object.entries(parts.assume ?? {});
  const necessity = necessityOf(name, parts.necessity ?? {}, constants, site);
  const made: Model & { readonly [modelMark]: true } = {
    [modelMark]: true,
    declares: 'model',
    language: languageVersion,
    name,
    constants,
    assumptions: assumptions.map(([sentence]) => sentence),
    mutants,
    suites: parts.suites ?? [],
    modelled: parts.modelled ?? [],
    necessity,
    build: (variant) => made.open(variant).build(),
    open: (variant) => opened(variant, false),
    abstract: (set) => opened({ set }, true).build(),
  };
  const declared = (values: Readonly<Record<string, ConstantValue>>): Declared => {
    const built = inUserCode(() => build(values as ValuesOf<C>));
    if (typeof built !== 'object' || built === null || built.declares !== 'spec')
      throw new SpecError(`model '${name}' builds no specification`, {
        places: placesOf(site),
        mend: 'return spec({ … })',
      });
    return { built, expanded: expand(built) };
  };
  const remembered = new Map<string, Declared>();
  const opened = (
    { set = {}, mutant, edits: more = [], granularity }: Variant = {},
    isAbstract: boolean,
  ): OpenedModel => {
    const chosen = mutant === undefined ? undefined : findMutant(name, mutants, mutant);
    const values = settle(name, constants, set, chosen);
    for (const [sentence, holds] of assumptions) {
      if (holds(values as ValuesOf<C>)) continue;
      throw new AssumptionError(`the assumption '${sentence}' of ${name} is false`, {
        mend: `the constants are ${printConstants(values)}`,
      });
    }
    const { built, expanded } = isBuilding()
      ? declared(values)
      : lately(remembered, JSON.stringify(values), () => declared(values));
    const edits = [...granularityEdits(granularity, built), ...more];
    const given = [
      ...(chosen?.edits ?? []),
      ...edits.flatMap((edit) => (typeof edit === 'string' ? parseEdits(edit) : edit)),
    ];
    const names = [
      ...(mutant === undefined ? [] : [`mutant ${mutant}`]),
      ...edits.map((edit) => (typeof edit === 'string' ? edit : printEdit(edit))),
    ];
    const { declared: variables, program: written } = expanded;
    const program = edited(written, given);
    return {
      written,
      program,
      initial: writtenInitial(expanded, program),
      variables,
      meaning: (others = []) => meaningOf(expanded, edited(program, others)),
      build: (others = []) =>
        lower({
          name,
          expanded,
          program: edited(program, others),
          modelled: parts.modelled ?? [],
          isAbstract,
          editNames: [...names, ...others.map(printEdit)],
          constants: Object.entries(constants).map(([label, { sort, meaning }]) => ({
            name: label,
            sort,
            value: values[label] ?? null,
            meaning,
          })),
        }),
    };
  };
  return made;
}

/** What the text of a model says for some constants, before any edit. */
interface Declared {
  readonly built: SpecDeclaration;
  readonly expanded: ReturnType<typeof expand>;
}

/** Constants for which it is remembered what the text says: a table is about few, and edits each in many ways. */
const rememberedMost = 8;

/** What was made for a key lately, or is made now. */
function lately<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.delete(key);
  known.set(key, value);
  for (const oldest of [...known.keys()].slice(0, -rememberedMost)) known.delete(oldest);
  return value;
}

function edited(program: Program, edits: readonly Edit[]): Program {
  return edits.reduce((current, edit) => applyEdit(current, edit), program);
}

/** Reads a constant's value from the command line. @throws UsageError naming what the sort takes */
export function parseConstant(name: string, text: string, sort: Sort): ConstantValue {
  const value =
    sort.kind === 'bool'
      ? { true: true, false: false }[text]
      : sort.kind === 'range' && /^-?\d+$/.test(text)
        ? Number(text)
        : sort.kind === 'enumeration'
          ? text
          : undefined;
  if (value !== undefined && isPlainElement(value, sort)) return value;
  const near = sort.kind === 'enumeration' ? suggest(text, sort.labels) : '';
  throw new UsageError(`'${text}' is no value for ${name}`, {
    mend: `${name} takes ${printTaken(sort)}${near === '' ? '' : `; ${near}`}`,
  });
}

function settle(
  model: string,
  constants: Constants,
  set: Readonly<Record<string, unknown>>,
  mutant: Mutant | undefined,
): Record<string, ConstantValue> {
  for (const label of [...Object.keys(set), ...Object.keys(mutant?.set ?? {})]) {
    if (Object.hasOwn(constants, label)) continue;
    const names = Object.keys(constants);
    throw new UsageError(`${model} has no constant '${label}'`, {
      mend:
        suggest(label, names) || (names.length === 0 ? 'it has no constants' : `its constants are ${names.join(', ')}`),
    });
  }
  const values: Record<string, ConstantValue> = {};
  for (const [label, { sort, default: standard }] of Object.entries(constants)) {
    const given = set[label] ?? mutant?.set[label] ?? standard;
    if (!isPlainElement(given, sort))
      throw new UsageError(`${String(given)} is no value for ${label}`, { mend: `${label} takes ${printTaken(sort)}` });
    values[label] = given as ConstantValue;
  }
  return values;
}

// Recorded as an edit, so that whatever repeats, saves or names a variant says it too.
function granularityEdits(wanted: Granularity | undefined, { parts }: SpecDeclaration): readonly Edit[] {
  if (wanted === undefined) return [];
  if (wanted !== 'fine' && wanted !== 'coarse')
    throw new UsageError(`'${String(wanted)}' is no granularity`, { mend: "it is 'fine' or 'coarse'" });
  return wanted === (parts.granularity ?? 'fine') ? [] : [granularityEdit(wanted)];
}

function necessityOf(
  model: string,
  parts: NecessityParts,
  constants: Constants,
  site: ReturnType<typeof here>,
): NecessityParts {
  const odd = Object.keys(parts).find((part) => part !== 'larger');
  if (odd !== undefined)
    throw new SpecError(`necessity of model '${model}' has an unknown part '${odd}'`, {
      places: placesOf(site),
      mend: suggest(odd, ['larger']) || 'its part is larger',
    });
  for (const [label, value] of Object.entries(parts.larger ?? {})) {
    const sort = Object.hasOwn(constants, label) ? constants[label]?.sort : undefined;
    const isWrong = sort === undefined || !isPlainElement(value, sort);
    if (!isWrong) continue;
    const names = Object.keys(constants);
    const known = names.length === 0 ? 'it has no constants' : `its constants are ${names.join(', ')}`;
    throw new SpecError(
      sort === undefined
        ? `necessity of model '${model}' sets '${label}', which is no constant of it`
        : `necessity of model '${model}' sets ${label} to ${String(value)}`,
      {
        places: placesOf(site),
        mend: sort === undefined ? suggest(label, names) || known : `${label} takes ${printTaken(sort)}`,
      },
    );
  }
  return parts;
}

function findMutant(model: string, mutants: Readonly<Record<string, Mutant>>, name: string): Mutant {
  const found = Object.hasOwn(mutants, name) ? mutants[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(mutants);
  throw new UsageError(`${model} has no mutant '${name}'`, {
    mend: suggest(name, names) || (names.length === 0 ? 'it has no mutants' : `its mutants are ${names.join(', ')}`),
  });
}

function isPlainElement(value: unknown, sort: Sort): boolean {
  switch (sort.kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'range':
      return typeof value === 'number' && Number.isInteger(value) && value >= sort.lo && value <= sort.hi;
    case 'enumeration':
      return typeof value === 'string' && sort.labels.includes(value);
    default:
      return false;
  }
}

function printConstants(values: Readonly<Record<string, ConstantValue>>): string {
  return Object.entries(values)
    .map(([label, value]) => `${label} = ${String(value)}`)
    .join(', ');
}
