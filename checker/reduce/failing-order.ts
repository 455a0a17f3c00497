// The order in which elements are gone through: it makes a difference only where an evaluation has no value. A quantifier stops at the first
// element that decides it, so what fails for one element and is decided by another fails in one naming of them and not in another. What goes
// through all elements fails for any that fails; there the order says only which failure is told, where there can be several.

import { childrenOf, walk } from '../language/nodes.ts';
import { printBinders, printNode, printUpdate } from '../language/print.ts';
import { outsideText } from '../language/property-names.ts';
import type { Site } from '../language/site.ts';
import type {
  ActionTree,
  Binder,
  InitialTree,
  Node,
  Quantifier,
  Specification,
  StatementTree,
  UpdateTree,
} from '../language/tree.ts';
import type { Distinction } from './distinctions.ts';
import { propertiesEvaluated } from './expressions.ts';
import { assuming, boundsOf, forgetting, mentions } from './facts.ts';
import { holds, isWithin } from './inner-sorts.ts';
import type { IdSort } from './permutation.ts';
import { bindingAll, evaluatedAtOnce, failuresOf, isPlainlyTotal, nowhere, under, type Place } from './totality.ts';

/** The elements that are told apart because something may fail for one before it is decided by another. */
export function failingOrders(
  specification: Specification,
  sorts: readonly IdSort[],
  selected: readonly string[] | undefined,
): readonly Distinction[] {
  const { actions, constraints, terminal, processes, site } = specification;
  const orders = new FailingOrders(sorts);
  const place = nowhere(processes);
  for (const action of actions) if (orders.isOpen(action)) orders.ofAction(action, place);
  for (const property of propertiesEvaluated(specification, selected))
    orders.ofWhole(property.node, place, `property '${property.name}'`, property.site);
  for (const each of constraints) orders.ofWhole(each.node, place, `constraint '${each.name}'`, each.site);
  if (terminal !== 'any') orders.ofWhole(terminal, place, 'terminal', site);
  return orders.found;
}

/** The same of how it begins. */
export function failingOrdersAtStart(
  { initial, processes, site }: Specification,
  sorts: readonly IdSort[],
): readonly Distinction[] {
  const orders = new FailingOrders(sorts);
  for (const tree of initial) orders.ofInitial(tree, nowhere(processes), site);
  return orders.found;
}

/** What goes on where all elements have been looked at: the first that decides, or the first that fails, is not the end. */
const complete: readonly Quantifier[] = ['count', 'filter', 'collect', 'function'];

class FailingOrders {
  readonly found: Distinction[] = [];
  readonly #sorts: readonly IdSort[];

  constructor(sorts: readonly IdSort[]) {
    this.#sorts = sorts;
  }

  /** Whether elements are gone through, somewhere in an action, by what might have no value. */
  isOpen({ parameters, when, body }: ActionTree): boolean {
    return this.#areOpen(parameters) || when.some(({ node }) => this.#mayTell(node)) || this.#isOpenBody(body);
  }

  #isOpenBody(statements: readonly StatementTree[]): boolean {
    return statements.some((statement) => {
      switch (statement.kind) {
        case 'assign':
          return statement.updates.some(
            ({ binders, target, value }) =>
              this.#firstOf(binders) !== undefined || [target, value].some((node) => this.#mayTell(node)),
          );
        case 'require':
          return this.#mayTell(statement.clause.node);
        case 'assert':
          return this.#mayTell(statement.assertion.node);
        case 'if':
          return (
            this.#mayTell(statement.condition.node) ||
            this.#isOpenBody(statement.then) ||
            this.#isOpenBody(statement.otherwise)
          );
        case 'choose':
          return statement.alternatives.some(({ binders, body }) => this.#areOpen(binders) || this.#isOpenBody(body));
      }
    });
  }

  #areOpen(binders: readonly Binder[]): boolean {
    return binders.some(({ domain }) => domain !== undefined && !isPlainlyTotal(domain));
  }

  #mayTell(node: Node): boolean {
    if (isPlainlyTotal(node)) return false;
    return (
      (node.kind === 'quantified' && this.#firstOf(node.binders) !== undefined) ||
      childrenOf(node).some((child) => this.#mayTell(child))
    );
  }

  ofNode(node: Node, place: Place, where: string, site: Site | undefined): readonly Node[] {
    return failuresOf(node, place, ({ binders, body, quantifier }, there) => {
      const first = this.#firstOf(binders);
      if (first === undefined) return;
      const { domains, inner } = bindingAll(binders, there);
      const ofBody = failuresOf(body, inner);
      const later = domains.slice(first + 1).flat();
      const isEven = later.length === 0 && ofBody.every((part) => isUniform(part, body, binders));
      // What fails for all alike fails first only where nothing else can.
      const failures = [...later, ...ofBody].map(outsideText);
      const isUneven = !isEven && (!complete.includes(quantifier) || new Set(failures).size > 1);
      if (isUneven)
        this.#tell(binders, `${quantifier} ${printBinders(binders)}: ${printNode(body)}`, failures, where, site);
    });
  }

  ofWhole(node: Node, place: Place, where: string, site: Site | undefined): void {
    if (this.#mayTell(node)) this.ofNode(node, place, where, site);
  }

  ofAction({ name, parameters, when, body, by, step, site }: ActionTree, place: Place): void {
    const where = `action '${name}'`;
    const own = step === undefined ? place : { ...place, self: by };
    const bound = this.#bind(parameters, own, where, site);
    const guarded = when.reduce((there, { node, site: clauseSite }) => {
      this.ofNode(node, there, where, clauseSite ?? site);
      return under(there, node);
    }, bound);
    this.#ofBody(body, guarded, where, site);
  }

  ofInitial({ choices, where: conditions, body }: InitialTree, place: Place, site: Site | undefined): void {
    for (const { variable, values } of choices)
      if (values !== 'anything') for (const node of values) this.ofNode(node, place, `init of '${variable}'`, site);
    const started = conditions.reduce((there, { node, site: clauseSite }) => {
      this.ofNode(node, there, 'initially', clauseSite ?? site);
      return under(there, node);
    }, place);
    this.#ofBody(body, started, 'init', site);
  }

  #ofBody(statements: readonly StatementTree[], start: Place, where: string, site: Site | undefined): void {
    statements.reduce((place, statement): Place => {
      switch (statement.kind) {
        case 'assign':
          for (const update of statement.updates) this.#ofUpdate(update, statement.updates, place, where, site);
          return assigned(statement.updates, place);
        case 'require':
          this.ofNode(statement.clause.node, place, where, statement.clause.site ?? site);
          return under(place, statement.clause.node);
        case 'assert':
          this.ofNode(statement.assertion.node, place, where, statement.assertion.site ?? site);
          return under(place, statement.assertion.node);
        case 'if': {
          const { condition, then, otherwise } = statement;
          this.ofNode(condition.node, place, where, condition.site ?? site);
          this.#ofBody(then, under(place, condition.node), where, site);
          this.#ofBody(otherwise, under(place, condition.node, false), where, site);
          return forgettingAll(writtenIn([statement]), place);
        }
        case 'choose':
          for (const { binders, body } of statement.alternatives)
            this.#ofBody(body, this.#bind(binders, place, where, site), where, site);
          return place;
      }
    }, start);
  }

  // Where a domain fails for one element of an earlier parameter, nothing happens for the elements behind it.
  #bind(binders: readonly Binder[], place: Place, where: string, site: Site | undefined): Place {
    for (const { domain } of binders) if (domain !== undefined) this.ofNode(domain, place, where, site);
    const { domains, inner } = bindingAll(binders, place);
    const first = this.#firstOf(binders);
    const failures =
      first === undefined
        ? []
        : domains
            .slice(first + 1)
            .flat()
            .map(outsideText);
    if (failures.length > 0) this.#tell(binders, printBinders(binders), failures, where, site);
    return inner;
  }

  #ofUpdate(update: UpdateTree, all: readonly UpdateTree[], place: Place, where: string, site: Site | undefined): void {
    const { binders, target, value } = update;
    const own = update.site ?? site;
    for (const { domain } of binders) if (domain !== undefined) this.ofNode(domain, place, where, own);
    const { domains, inner } = bindingAll(binders, place);
    const spot = whole(target);
    const failures = [...this.ofNode(spot, inner, where, own), ...this.ofNode(value, inner, where, own)];
    const first = this.#firstOf(binders);
    if (first === undefined) return;
    const itself = mayMisfit(update, inner) || mayMeet(update, all) ? [printUpdate(update)] : [];
    const texts = new Set([...[...domains.slice(first + 1).flat(), ...failures].map(outsideText), ...itself]);
    if (texts.size > 1) this.#tell(binders, printUpdate(update), [...texts], where, own);
  }

  #firstOf(binders: readonly Binder[]): number | undefined {
    const first = binders.findIndex(({ sort }) => this.#sorts.some((each) => holds(sort, each)));
    return first < 0 ? undefined : first;
  }

  #tell(
    binders: readonly Binder[],
    text: string,
    failures: readonly string[],
    where: string,
    site: Site | undefined,
  ): void {
    const because = `${text}, where ${[...new Set(failures)].join(' or ')} may have no value`;
    for (const sort of this.#sorts)
      if (binders.some((binder) => holds(binder.sort, sort)))
        this.found.push({
          sort,
          groups: Array.from({ length: sort.size }, (_, element) => [element]),
          because,
          where,
          site,
        });
  }
}

/** Whether it has no value for the first element, whichever that is, if it has none for one: it is evaluated at once and is the same for all. */
function isUniform(node: Node, body: Node, binders: readonly Binder[]): boolean {
  const within = [...walk(body)].flatMap((each) => (each.kind === 'let' ? [each.binder] : []));
  const own = new Set([...binders, ...within]);
  return (
    evaluatedAtOnce(body).includes(node) &&
    ![...walk(node)].some((each) => each.kind === 'bound' && own.has(each.binder))
  );
}

/** A local is assigned as the place that it is: no value is needed there before. */
function whole(target: Node): Node {
  const [inner] = target.kind === 'apply' && target.operator === 'local' ? target.args : [];
  return inner ?? target;
}

function mayMisfit({ target, value }: UpdateTree, { facts }: Place): boolean {
  const { sort } = whole(target);
  if (isWithin(value.sort, sort)) return false;
  if (value.sort.kind !== 'range' || sort.kind !== 'range') return true;
  const { lo, hi } = boundsOf(value, facts);
  return lo < sort.lo || hi > sort.hi;
}

/** Whether two of its places, or one of it and one of another update, may be the same. */
function mayMeet(update: UpdateTree, all: readonly UpdateTree[]): boolean {
  const variable = variableOf(update.target);
  if (all.some((other) => other !== update && variableOf(other.target) === variable)) return true;
  const keys = keysOf(update.target);
  return !update.binders.every((binder) => keys.some((key) => key.kind === 'bound' && key.binder === binder));
}

function variableOf(target: Node): string | undefined {
  if (target.kind === 'variable') return target.name;
  const [outer] = target.kind === 'apply' ? target.args : [];
  return outer && variableOf(outer);
}

function keysOf(target: Node): readonly Node[] {
  if (target.kind !== 'apply') return [];
  const [outer, key] = target.args;
  return [
    ...(outer === undefined ? [] : keysOf(outer)),
    ...(target.operator === 'at' && key !== undefined ? [key] : []),
  ];
}

/** What is known once the places have their new values. */
function assigned(updates: readonly UpdateTree[], place: Place): Place {
  const written = new Set(updates.flatMap(({ target }) => variableOf(target) ?? []));
  const after = forgettingAll(written, place);
  return updates.reduce((there, { target, value, binders }) => {
    const isKept =
      binders.length === 0 &&
      value.sort.kind !== 'local' &&
      !mentions(value, written) &&
      keysOf(target).every((key) => !mentions(key, written));
    if (!isKept) return there;
    const equal: Node = { kind: 'apply', sort: { kind: 'bool' }, operator: 'equal', args: [target, value], detail: '' };
    return { ...there, facts: assuming(there.facts, equal) };
  }, after);
}

function forgettingAll(written: ReadonlySet<string>, place: Place): Place {
  return { ...place, facts: forgetting(place.facts, written) };
}

function writtenIn(statements: readonly StatementTree[]): ReadonlySet<string> {
  return new Set(
    statements.flatMap((statement): readonly string[] => {
      switch (statement.kind) {
        case 'assign':
          return statement.updates.flatMap(({ target }) => variableOf(target) ?? []);
        case 'if':
          return [...writtenIn(statement.then), ...writtenIn(statement.otherwise)];
        case 'choose':
          return statement.alternatives.flatMap(({ body }) => [...writtenIn(body)]);
        case 'require':
        case 'assert':
          return [];
      }
    }),
  );
}
