// Every expression of a specification that a search may evaluate, with the part of the specification in which it stands.

import type { Site } from '../language/site.ts';
import type {
  Binder,
  Clause,
  InitialTree,
  Node,
  PropertyTree,
  Specification,
  StatementTree,
} from '../language/tree.ts';

/** An expression, and where it stands, in words. */
export interface Expression {
  readonly node: Node;
  readonly where: string;
  readonly site: Site | undefined;
}

/** Whether a property is evaluated; `selected`: by name, all that are claimed where undefined. */
export function isEvaluated(
  { unclaimed }: Pick<Specification, 'unclaimed'>,
  selected: readonly string[] | undefined,
  name: string,
): boolean {
  return selected?.includes(name) ?? !unclaimed.includes(name);
}

/** The properties of states and of steps that are evaluated. */
export function propertiesEvaluated(
  specification: Specification,
  selected: readonly string[] | undefined,
): readonly PropertyTree[] {
  const { invariants, reachable, actionProperties } = specification;
  return [...invariants, ...reachable, ...actionProperties].filter(({ name }) =>
    isEvaluated(specification, selected, name),
  );
}

/** The expressions of what happens and of what is judged; not those of how it begins, of liveness and of what is shown. */
export function expressionsOf(
  specification: Specification,
  selected: readonly string[] | undefined,
): readonly Expression[] {
  const { actions, constraints, terminal } = specification;
  return [
    ...actions.flatMap(({ name, parameters, when, body, site }) => {
      const where = `action '${name}'`;
      return [...ofBinders(parameters, where, site), ...ofClauses(when, where, site), ...ofBody(body, where, site)];
    }),
    ...propertiesEvaluated(specification, selected).map(({ name, node, site }) => ({
      node,
      where: `property '${name}'`,
      site,
    })),
    ...constraints.map(({ name, node, site }) => ({ node, where: `constraint '${name}'`, site })),
    ...(terminal === 'any' ? [] : [{ node: terminal, where: 'terminal', site: specification.site }]),
  ];
}

/** The expressions of how it begins besides the choices of the variables. */
export function initialExpressions({ where, body }: InitialTree, site: Site | undefined): readonly Expression[] {
  return [...ofClauses(where, 'initially', site), ...ofBody(body, 'init', site)];
}

function ofClauses(clauses: readonly Clause[], where: string, site: Site | undefined): readonly Expression[] {
  return clauses.map((clause) => ({ node: clause.node, where, site: clause.site ?? site }));
}

function ofBinders(binders: readonly Binder[], where: string, site: Site | undefined): readonly Expression[] {
  return binders.flatMap(({ domain }) => (domain === undefined ? [] : [{ node: domain, where, site }]));
}

function ofBody(statements: readonly StatementTree[], where: string, site: Site | undefined): readonly Expression[] {
  return statements.flatMap((statement): readonly Expression[] => {
    switch (statement.kind) {
      case 'assign':
        return statement.updates.flatMap((update) => [
          ...ofBinders(update.binders, where, update.site ?? site),
          { node: update.target, where, site: update.site ?? site },
          { node: update.value, where, site: update.site ?? site },
        ]);
      case 'require':
        return ofClauses([statement.clause], where, site);
      case 'assert': {
        const { node, site: own } = statement.assertion;
        return [{ node, where, site: own ?? site }];
      }
      case 'if':
        return [
          ...ofClauses([statement.condition], where, site),
          ...ofBody(statement.then, where, site),
          ...ofBody(statement.otherwise, where, site),
        ];
      case 'choose':
        return statement.alternatives.flatMap(({ binders, body }) => [
          ...ofBinders(binders, where, site),
          ...ofBody(body, where, site),
        ]);
    }
  });
}
