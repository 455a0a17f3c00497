// Choosing: `either` of some alternatives, or `pick` of some bindings; the choice is part of the step's name.

import { clause } from './clauses.ts';
import { SpecError } from './errors.ts';
import { Bool } from './expression.ts';
import { type FlowAlternative } from './flow.ts';
import { applyNodes, mark, quantified, use } from './nodes.ts';
import { type Part, effectOf, numbered } from './parts.ts';
import { here, placesOf } from './site.ts';
import { Statement, flows, stepName } from './statements.ts';
import { type Binder, type Node } from './tree.ts';
import { type Bound, type Domains, binders } from './words.ts';

/**
 * What an alternative does: parts happen in the choosing step, statements after them are steps of their own. One that begins with
 * another choice is chosen together with it, in one step: `either({ page: [pick({ p: Page }, …)], none: […] })`.
 */
export type AlternativeBody = readonly (Part | Statement | Otherwise)[];

/** Makes an alternative of `either` the one that is taken where no other can be: such a choice never waits. */
export class Otherwise {
  readonly [mark]: string = 'otherwise';
}

/** Opens the alternative of `either` that is taken where no other can be: such a choice never waits. */
export const otherwise: Otherwise = new Otherwise();

/** Any one of the alternatives that is not blocked; its name is part of the step's. */
export function either(alternatives: Readonly<Record<string, AlternativeBody>>): Statement;
export function either(name: string, alternatives: Readonly<Record<string, AlternativeBody>>): Statement;
export function either(
  first: string | Readonly<Record<string, AlternativeBody>>,
  second?: Readonly<Record<string, AlternativeBody>>,
): Statement {
  const given = Object.entries(second ?? (first as Readonly<Record<string, AlternativeBody>>));
  if (given.length === 0) throw new SpecError('either({}) has no alternatives', { places: placesOf(here()) });
  const last = given.filter(([, body]) => body[0] instanceof Otherwise);
  if (last.length > 1)
    throw new SpecError(`either has ${last.length} alternatives that open with otherwise`, {
      places: placesOf(here()),
      mend: 'at most one can be the one that is left',
    });
  const proper = given.flatMap(([name, body]) => (body[0] instanceof Otherwise ? [] : alternativesOf(name, body)));
  const alternatives = given.flatMap(([name, body]) => {
    if (!(body[0] instanceof Otherwise))
      return proper.filter((each) => each.name === name || each.name.startsWith(`${name}/`));
    const left = alternative(name, [], body.slice(1));
    const none = new Bool(applyNodes('all', proper.map(isBlocked)));
    return [{ ...left, effect: { ...left.effect, when: numbered('when', [clause(none), ...left.effect.when]) } }];
  });
  return new Statement({
    kind: 'choice',
    name: typeof first === 'string' ? stepName(first) : 'either',
    alternatives,
    complete:
      last.length === 1 ||
      given.some(([, [inner]]) => inner instanceof Statement && inner.flow.kind === 'choice' && inner.flow.complete),
    site: here(),
  });
}

// An alternative that begins with a choice is as many alternatives as that has.
function alternativesOf(name: string, body: AlternativeBody): readonly FlowAlternative[] {
  const [inner, ...more] = body;
  if (!(inner instanceof Statement) || inner.flow.kind !== 'choice') return [alternative(name, [], body)];
  use(inner.flow);
  const after = flows(more);
  return inner.flow.alternatives.map((each) => ({
    ...each,
    name: each.name === '' ? name : `${name}/${each.name}`,
    rest: [...each.rest, ...after],
  }));
}

function isBlocked({ binders: list, effect }: FlowAlternative): Node {
  const open = applyNodes(
    'all',
    effect.when.map(({ node }) => node),
  );
  return applyNodes('not', [list.length === 0 ? open : quantified('exists', list, open)]);
}

/** Any binding that is not blocked; it is part of the step's name. The parameters are known in this step only: store what is needed later. */
export function pick<const D extends Domains>(domains: D, body: (bound: Bound<D>) => AlternativeBody): Statement;
export function pick<const D extends Domains>(
  name: string,
  domains: D,
  body: (bound: Bound<D>) => AlternativeBody,
): Statement;
export function pick(...given: readonly unknown[]): Statement {
  const name = typeof given[0] === 'string' ? stepName(given[0]) : 'pick';
  const [domains, body] = (typeof given[0] === 'string' ? given.slice(1) : given) as [
    Domains,
    (bound: never) => AlternativeBody,
  ];
  const { list, bound } = binders(domains);
  return new Statement({
    kind: 'choice',
    name,
    alternatives: [alternative('', list, body(bound as never))],
    complete: false,
    site: here(),
  });
}

export function alternative(name: string, list: readonly Binder[], body: AlternativeBody): FlowAlternative {
  const first = body.findIndex((each) => each instanceof Statement);
  const [parts, rest] = first < 0 ? [body, []] : [body.slice(0, first), body.slice(first)];
  return { name, binders: list, effect: effectOf(parts), rest: flows(rest) };
}
