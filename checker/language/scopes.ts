// The last checks of a lowered specification: names are told apart, everything that is read is known where it is read.

import { SpecError, suggest } from './errors.ts';
import { childrenOf } from './nodes.ts';
import { printNode } from './print.ts';
import { type Site, placesOf } from './site.ts';
import { isOneLine } from './sorts.ts';
import { predicatesOf } from './temporal.ts';
import { type Binder, type Node, type Specification, type StatementTree } from './tree.ts';
import { elementsOf } from './values.ts';

/** Whether an expression may speak of a step; inside next(…) there is none to speak of. @throws SpecError */
function refuseActionWords(where: string, node: Node, site: Site | undefined): void {
  const odd = findNode(node, isStepWord);
  if (odd === undefined) return;
  throw new SpecError(`${where} speaks of a step: ${printNode(odd)}`, {
    places: placesOf(site),
    mend: 'next(…), changed(…) and fired(…) belong to actionProperties, and in formulas to everyStep(…) and someStep(…)',
  });
}

/** @throws SpecError for a step word inside next(…), or next(…) of what no step changes */
export function refuseNestedSteps(where: string, node: Node, site: Site | undefined): void {
  const outer = findNode(node, (inner) => inner.kind === 'next' && findNode(inner.body, isStepWord) !== undefined);
  const idle = findNode(node, (inner) => inner.kind === 'next' && inner.body.kind === 'bound');
  const odd = outer ?? idle;
  if (odd === undefined) return;
  throw new SpecError(`${where} has ${printNode(odd)}, which means nothing`, {
    places: placesOf(site),
    mend: 'next(…) takes an expression over the state before the step: write next(x), next(f.at(c))',
  });
}

function isStepWord(node: Node): boolean {
  return node.kind === 'next' || node.kind === 'fired';
}

export function checkNames(specification: Specification, site: Site): void {
  const { invariants, reachable, actionProperties, recoverable, liveness, assertions, constraints } = specification;
  // A refinement is one property, and stands among those of steps.
  const ofBehaviours = liveness.filter(({ kind }) => kind !== 'refinement');
  const apart = [...reachable, ...actionProperties, ...recoverable, ...ofBehaviours];
  const names = [...invariants, ...apart, ...constraints].map(({ name }) => name);
  const twice =
    names.find((name, index) => names.indexOf(name) !== index) ??
    apart.find(({ name }) => assertions.some(({ property }) => property === name))?.name;
  if (twice !== undefined)
    throw new SpecError(`two properties are named '${twice}'`, {
      places: placesOf(site),
      mend: 'rename one of them: verdicts are told apart by name',
    });
  if (names.includes('deadlock'))
    throw new SpecError("a property is named 'deadlock', which is built in", {
      places: placesOf(site),
      mend: 'rename it',
    });
  refuseUnknownUnclaimed(specification, names, site);
  const { name: own, variables, actions, show } = specification;
  const all = [own, ...names, ...[...variables, ...actions, ...show].map(({ name }) => name)];
  const broken = all.find((name) => !isOneLine(name));
  if (broken !== undefined)
    throw new SpecError(`the name ${JSON.stringify(broken)} is not one line`, {
      places: placesOf(site),
      mend: 'it is shown in one, and has no tabs either',
    });
}

/** @throws SpecError for a specification of which nothing would be checked */
export function refuseNoProperties(specification: Specification, site: Site): void {
  const { invariants, reachable, actionProperties, recoverable, liveness, assertions } = specification;
  if ([invariants, reachable, actionProperties, recoverable, liveness, assertions].every(({ length }) => length === 0))
    throw new SpecError(`${specification.name} has no properties: nothing would be checked`, {
      places: placesOf(site),
      mend: 'add invariants, reachable, actionProperties, recoverable, liveness or refinements',
    });
}

// Whoever misspells what is not claimed would have it checked; whoever claims nothing, nothing.
function refuseUnknownUnclaimed(
  { unclaimed, assertions, constraints }: Specification,
  declared: readonly string[],
  site: Site,
): void {
  const others = constraints.map(({ name }) => name);
  const asserted = assertions.map(({ property }) => property);
  const known = [...new Set([...declared, ...asserted])].filter((name) => !others.includes(name));
  const odd = unclaimed.find((name) => !known.includes(name));
  if (odd !== undefined)
    throw new SpecError(`'${odd}' is unclaimed, and no property that could be claimed`, {
      places: placesOf(site),
      mend: suggest(odd, known) || `its properties are ${known.join(', ')}`,
    });
  if (known.length > 0 && known.every((name) => unclaimed.includes(name)))
    throw new SpecError('all properties that are declared are unclaimed', {
      places: placesOf(site),
      mend: 'leave out of unclaimed what the specification stands for',
    });
}

// Every variable is declared, every parameter is known where it is read.
export function checkScopes(specification: Specification): void {
  const declared = new Set(specification.variables.map(({ name }) => name));
  const check = (
    node: Node,
    bound: ReadonlySet<Binder>,
    site: Site | undefined,
    where: string,
    isOfStep = false,
  ): void => {
    if (!isOfStep) refuseActionWords(where, node, site);
    if (node.kind === 'variable' && !declared.has(node.name)) {
      throw new SpecError(`${where} reads '${node.name}', which is not among the specification's variables`, {
        places: placesOf(site),
        mend: `add it to spec({ variables: { …, ${node.name} } }) and to init`,
      });
    }
    if (node.kind === 'bound' && !bound.has(node.binder)) {
      throw new SpecError(`${where} reads the parameter '${node.binder.name}' outside the step that binds it`, {
        places: placesOf(site),
        mend: 'store it in a local in that step',
      });
    }
    if (node.kind === 'local' || node.kind === 'self')
      throw new SpecError(`${where} reads '${printNode(node)}' outside its procedure`, {
        places: placesOf(site),
        mend: 'a property reads it by scanner.local(s, name, sort)',
      });
    const binders = node.kind === 'quantified' ? node.binders : node.kind === 'let' ? [node.binder] : [];
    const inner = binders.length === 0 ? bound : new Set([...bound, ...binders]);
    if (node.kind === 'quantified' || node.kind === 'let')
      for (const { domain, sort } of binders) if (domain === undefined && node.kind === 'quantified') elementsOf(sort);
    for (const child of childrenOf(node)) check(child, inner, site, where, isOfStep);
  };
  const statements = (list: readonly StatementTree[], bound: ReadonlySet<Binder>, where: string): void => {
    for (const statement of list) {
      if (statement.kind === 'assign') {
        for (const { target, value, binders, site } of statement.updates) {
          const inner = new Set([...bound, ...binders]);
          for (const { domain } of binders) if (domain !== undefined) check(domain, inner, site, where);
          check(target, inner, site, where);
          check(value, inner, site, where);
        }
      } else if (statement.kind === 'require') check(statement.clause.node, bound, statement.clause.site, where);
      else if (statement.kind === 'assert') check(statement.assertion.node, bound, statement.assertion.site, where);
      else if (statement.kind === 'if') {
        check(statement.condition.node, bound, statement.condition.site, where);
        statements(statement.then, bound, where);
        statements(statement.otherwise, bound, where);
      } else
        for (const { binders, body } of statement.alternatives)
          statements(body, new Set([...bound, ...binders]), where);
    }
  };
  for (const action of specification.actions) {
    const where = `'${action.name}'`;
    const bound = new Set(action.parameters);
    for (const { domain, sort } of action.parameters) {
      if (domain === undefined) elementsOf(sort);
      else check(domain, bound, action.site, where);
    }
    for (const each of action.when) check(each.node, bound, each.site ?? action.site, where);
    statements(action.body, bound, where);
  }
  const none: ReadonlySet<Binder> = new Set();
  const { invariants, reachable, actionProperties, recoverable, liveness, refinements } = specification;
  for (const { name, node, kind, site } of [...invariants, ...reachable, ...actionProperties, ...recoverable])
    if (kind !== 'refinement') check(node, none, site, `property '${name}'`, kind === 'action');
  // What is made of an abstract specification needs no look, but for what stands for its variables.
  for (const { name, mapping, site } of refinements)
    for (const { node } of mapping) check(node, none, site, `refinement '${name}'`);
  for (const { name, kind, formula, site } of liveness)
    for (const { node, bound, isOfStep } of kind === 'refinement' ? [] : predicatesOf(formula)) {
      if (isOfStep) refuseNestedSteps(`liveness '${name}'`, node, site);
      for (const { sort } of bound) elementsOf(sort);
      check(node, new Set(bound), site, `liveness '${name}'`, isOfStep);
    }
  for (const each of specification.constraints) check(each.node, none, each.site, `constraint '${each.name}'`);
  for (const { where } of specification.initial)
    for (const each of where) check(each.node, none, each.site, 'initially');
  for (const { name, node } of specification.show) check(node, none, undefined, `show '${name}'`);
  if (specification.terminal !== 'any') check(specification.terminal, none, undefined, 'terminal');
}

export function findNode(node: Node, wanted: (node: Node) => boolean): Node | undefined {
  if (wanted(node)) return node;
  for (const child of childrenOf(node)) {
    const found = findNode(child, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
