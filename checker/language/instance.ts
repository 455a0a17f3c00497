// A specification seen through a mapping inside another one: its invariants as conditions on states here, its actions as conditions on steps.

import { abstractSeenAs, type Given } from './abstract.ts';
import { named, SpecError, suggest } from './errors.ts';
import { Bool } from './expression.ts';
import { lowerAbstract } from './lower.ts';
import { inLets, mappedTo, stepBy } from './mapped-values.ts';
import type { ConstantValue, Model } from './model.ts';
import { seenAs, type Mapping, type RefinesOptions } from './refines.ts';
import { here, placesOf, type Site } from './site.ts';
import type { SpecDeclaration } from './spec.ts';
import { read, total } from './symbolic.ts';
import type { Node } from './tree.ts';

/** A specification, seen through a mapping. */
export class Instance {
  readonly #name: string;
  readonly #site: Site;
  readonly #seen: ReturnType<typeof abstractSeenAs>;

  constructor(name: string, seen: ReturnType<typeof abstractSeenAs>, site: Site) {
    this.#name = name;
    this.#seen = seen;
    this.#site = site;
  }

  /** One of its invariants, or of its witnesses, as a condition on a state here. TLA+: `M!Inv`. */
  invariant(name: string): Bool {
    const { abstract, mapping } = this.#seen;
    const { node } = this.#find(name, 'invariant', [...abstract.invariants, ...abstract.reachable]);
    const seen = mappedTo(abstract, mapping).within((scope) => read(node, scope));
    return new Bool(this.#titled(name, seen));
  }

  /** That a step here is one of its actions; in what speaks of steps. TLA+: `M!A`. */
  action(name: string): Bool {
    const { abstract, mapping } = this.#seen;
    const action = this.#find(name, 'action', abstract.actions);
    const of = mappedTo(abstract, mapping).step(new Map());
    return new Bool(this.#titled(name, inLets(of.lets, total(inLets(of.fits, stepBy(action, of))))));
  }

  #titled(name: string, body: Node): Node {
    return { kind: 'named', sort: body.sort, name: `${name} of ${this.#name}`, body };
  }

  #find<T extends { readonly name: string }>(name: string, what: string, all: readonly T[]): T {
    const found = all.find((each) => each.name === name);
    if (found !== undefined) return found;
    const names = all.map((each) => each.name);
    throw new SpecError(`${this.#name} has no ${what} '${name}'`, {
      places: placesOf(this.#site),
      mend:
        suggest(name, names) || (names.length === 0 ? `it has no ${what}s` : `its ${what}s are ${names.join(', ')}`),
    });
  }
}

/** A specification with what each of its variables stands for, for its conditions. TLA+: `M == INSTANCE Module WITH x <- e`. */
export function instance(
  abstract: Model,
  constants: Readonly<Record<string, ConstantValue>>,
  mapping: Mapping,
  options?: RefinesOptions,
): Instance;
export function instance(abstract: SpecDeclaration, mapping: Mapping, options?: RefinesOptions): Instance;
export function instance(abstract: Model | SpecDeclaration, ...rest: readonly unknown[]): Instance {
  const site = here();
  const given: Given = seenAs('instance', abstract, rest, site);
  const name = abstract.declares === 'model' ? abstract.name : 'the specification';
  return named(() => {
    const seen = abstractSeenAs(name, given, {
      // What stands here is not known yet; identifiers are told to be others by `sorts`.
      tree: [],
      processes: Object.values(given.sorts).map((sort) => ({ sort })),
      resolve: (node) => node,
      lowered: lowerAbstract,
    });
    return new Instance(seen.abstract.name, seen, site);
  }, `instance of ${name}`);
}
