// What of the language occurs in a specification: sorts, operators, statements and words, told from the tree and from the text, so that
// a table can say that random specifications leave nothing out.

import * as ballast from '../../checker/index.ts';
import { Bool, BoolPlace, Place, Term, type Specification } from '../../checker/index.ts';
import * as actions from '../../checker/language/actions.ts';
import * as choices from '../../checker/language/choices.ts';
import { walk } from '../../checker/language/nodes.ts';
import { operators } from '../../checker/language/operators.ts';
import * as parts from '../../checker/language/parts.ts';
import * as procedures from '../../checker/language/procedures.ts';
import * as sorts from '../../checker/language/sorts.ts';
import * as specs from '../../checker/language/spec.ts';
import * as statements from '../../checker/language/statements.ts';
import type { Binder, Node, Quantifier, StatementTree, UpdateTree } from '../../checker/language/tree.ts';
import * as words from '../../checker/language/words.ts';

type Sort = sorts.Sort;

const quantifiers: Readonly<Record<Quantifier, true>> = {
  forall: true,
  exists: true,
  count: true,
  choose: true,
  filter: true,
  collect: true,
  function: true,
};

// The kinds of nodes that engines meet: those of processes are resolved before.
const nodeKinds: Readonly<Record<Exclude<Node['kind'], 'local' | 'self' | 'inside'>, true>> = {
  literal: true,
  variable: true,
  bound: true,
  apply: true,
  quantified: true,
  let: true,
  named: true,
  next: true,
  fired: true,
};

const sortKinds: Readonly<Record<Sort['kind'], true>> = {
  bool: true,
  range: true,
  enumeration: true,
  ids: true,
  maybe: true,
  record: true,
  tuple: true,
  fn: true,
  set: true,
  seq: true,
  variant: true,
  lock: true,
  process: true,
  local: true,
};

const statementKinds: Readonly<Record<StatementTree['kind'], true>> = {
  assign: true,
  require: true,
  assert: true,
  if: true,
  choose: true,
};

/** Words that random specifications do without. */
const others: Readonly<Record<string, string>> = {
  printSort: 'for people',
  weakly: 'fairness belongs to liveness, of which specifications are drawn in liveness.test.ts',
  strongly: 'as weakly',
};

const exported = new Set(Object.keys(ballast));
const languageWords = [words, statements, choices, parts, procedures, actions, specs, sorts]
  .flatMap((module) => Object.keys(module))
  .filter((name) => /^[a-z]/.test(name) && exported.has(name) && others[name] === undefined);

const methods = new Set(
  [Term, Bool, Place, BoolPlace]
    .flatMap((each) => Object.getOwnPropertyNames(each.prototype))
    .filter((name) => !['constructor', 'toString'].includes(name)),
);

/** All that should occur. */
export const everyOccurrence: readonly string[] = [
  ...Object.keys(operators).map((name) => `operator ${name}`),
  ...Object.keys(quantifiers).map((name) => `quantifier ${name}`),
  ...Object.keys(nodeKinds).map((name) => `node ${name}`),
  ...Object.keys(sortKinds).map((name) => `sort ${name}`),
  ...Object.keys(statementKinds).map((name) => `statement ${name}`),
  ...languageWords.map((name) => `word ${name}`),
  ...[...methods].map((name) => `word .${name}()`),
];

/** What occurs in a specification and its text. */
export function occurrencesIn(specification: Specification, text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const addSort = (sort: Sort): void => {
    for (const { kind } of innerSorts(sort)) found.add(`sort ${kind}`);
  };
  const addNode = (root: Node): void => {
    for (const node of walk(root)) {
      found.add(`node ${node.kind}`);
      addSort(node.sort);
      if (node.kind === 'apply') found.add(`operator ${node.operator}`);
      if (node.kind === 'quantified') found.add(`quantifier ${node.quantifier}`);
    }
  };
  const addBinders = (binders: readonly Binder[]): void => {
    for (const { domain } of binders) if (domain !== undefined) addNode(domain);
  };
  const addUpdate = ({ target, value, binders }: UpdateTree): void => {
    [target, value].forEach(addNode);
    addBinders(binders);
  };
  const addStatements = (list: readonly StatementTree[]): void => {
    for (const statement of list) {
      found.add(`statement ${statement.kind}`);
      switch (statement.kind) {
        case 'assign':
          statement.updates.forEach(addUpdate);
          break;
        case 'require':
          addNode(statement.clause.node);
          break;
        case 'assert':
          addNode(statement.assertion.node);
          break;
        case 'if':
          addNode(statement.condition.node);
          [statement.then, statement.otherwise].forEach(addStatements);
          break;
        case 'choose':
          for (const { binders, body } of statement.alternatives) {
            addBinders(binders);
            addStatements(body);
          }
      }
    }
  };
  for (const { sort } of specification.variables) addSort(sort);
  for (const { parameters, when, body } of specification.actions) {
    addBinders(parameters);
    for (const { node } of when) addNode(node);
    addStatements(body);
  }
  const { invariants, reachable, actionProperties, constraints } = specification;
  for (const { node } of [...invariants, ...reachable, ...actionProperties, ...constraints]) addNode(node);
  for (const word of languageWords) if (new RegExp(`(?<![.\\w'"])${word}\\b`).test(text)) found.add(`word ${word}`);
  for (const method of methods) if (text.includes(`.${method}(`)) found.add(`word .${method}()`);
  return found;
}

function innerSorts(sort: Sort): readonly Sort[] {
  switch (sort.kind) {
    case 'maybe':
    case 'set':
    case 'seq':
    case 'local':
      return [sort, ...innerSorts(sort.of)];
    case 'fn':
      return [sort, ...innerSorts(sort.key), ...innerSorts(sort.value)];
    case 'record':
      return [sort, ...Object.values(sort.fields).flatMap(innerSorts)];
    case 'variant':
      return [sort, ...Object.values(sort.cases).flatMap(innerSorts)];
    case 'tuple':
      return [sort, ...sort.items.flatMap(innerSorts)];
    default:
      return [sort];
  }
}
