// Rule text: expressions, updates and steps in the words of mathematics, for traces, messages and `describe`.
// The texts stand in the operator table; here is only what binds tighter than what.

import { operator } from './operators.ts';
import type { Binder, Node, StatementTree, TemporalTree, UpdateTree } from './tree.ts';
import { isUnit, printValue } from './values.ts';
import { printSort } from './sorts.ts';

const loosest = 0;
const tightest = 9;

/** The expression as people write it: `pc[c] = idle and owner = none`. */
export function printNode(node: Node): string {
  return print(node).text;
}

/** The update as people write it: `owner := c`. */
export function printUpdate({ target, value, binders }: UpdateTree): string {
  const each = binders.length === 0 ? '' : `each ${printBinders(binders)}: `;
  return `${each}${printNode(target)} := ${printNode(value)}`;
}

/** One line per statement, branches indented by two spaces. */
export function printStatements(statements: readonly StatementTree[], indent = ''): string[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case 'assign':
        return statement.updates.map((update) => `${indent}${printUpdate(update)}`);
      case 'require':
        return [`${indent}when ${printNode(statement.clause.node)}`];
      case 'assert':
        return [`${indent}assert ${printNode(statement.assertion.node)}`];
      case 'if': {
        const otherwise = printStatements(statement.otherwise, `${indent}  `);
        return [
          `${indent}if ${printNode(statement.condition.node)}`,
          ...printStatements(statement.then, `${indent}  `),
          ...(otherwise.length === 0 ? [] : [`${indent}else`, ...otherwise]),
        ];
      }
      case 'choose':
        return statement.alternatives.flatMap(({ name, binders, body }) => [
          `${indent}either ${name}${binders.length === 0 ? '' : ` (${printBinders(binders)})`}`,
          ...printStatements(body, `${indent}  `),
        ]);
    }
  });
}

/** The formula as people write it: `forall p in page: isolated[p] leads to not isolated[p]`. */
export function printTemporal(tree: TemporalTree): string {
  switch (tree.kind) {
    case 'state':
      return printNode(tree.node);
    case 'always':
    case 'eventually':
    case 'not':
      return `${tree.kind} ${isPrefixed(tree.body) ? printTemporal(tree.body) : temporalOperand(tree.body)}`;
    case 'everyStep':
      return `every step: ${printNode(tree.node)}`;
    case 'someStep':
      return `some step: ${printNode(tree.node)}`;
    case 'leadsTo':
    case 'until':
    case 'implies': {
      const word = { leadsTo: 'leads to', until: 'until', implies: 'implies' }[tree.kind];
      return `${temporalOperand(tree.from)} ${word} ${temporalOperand(tree.to)}`;
    }
    case 'all':
    case 'any':
      return tree.parts.length === 1 && tree.parts[0] !== undefined
        ? printTemporal(tree.parts[0])
        : tree.parts.map(temporalOperand).join(tree.kind === 'all' ? ' and ' : ' or ');
    case 'assuming':
      return `assuming ${temporalOperand(tree.assumption)}: ${printTemporal(tree.body)}`;
    case 'forall':
    case 'exists':
      return `${tree.kind} ${printBinders(tree.binders)}: ${printTemporal(tree.body)}`;
  }
}

function isPrefixed({ kind }: TemporalTree): boolean {
  return kind === 'always' || kind === 'eventually' || kind === 'not';
}

// A comparison and its negation stand by themselves; what is combined of several is held together.
function temporalOperand(tree: TemporalTree): string {
  const isHeld = tree.kind === 'state' && print(tree.node).strength >= operator('not').strength;
  return isHeld ? printTemporal(tree) : `(${printTemporal(tree)})`;
}

export function printBinders(binders: readonly Binder[]): string {
  return binders
    .map(({ name, sort, domain }) => `${name} in ${domain === undefined ? sortName(sort) : printNode(domain)}`)
    .join(', ');
}

function sortName(sort: Binder['sort']): string {
  return sort.kind === 'ids' ? sort.name : printSort(sort);
}

function print(node: Node): { readonly text: string; readonly strength: number } {
  switch (node.kind) {
    case 'literal':
      return { text: printValue(node.value, node.sort), strength: tightest };
    case 'variable':
      return { text: node.name, strength: tightest };
    case 'bound':
      return { text: node.binder.name, strength: tightest };
    case 'local':
      return { text: node.local.name, strength: tightest };
    case 'self':
      return { text: 'self', strength: tightest };
    case 'named':
      return { text: node.name, strength: tightest };
    case 'next':
      return { text: `next(${printNode(node.body)})`, strength: tightest };
    case 'fired':
      return { text: `fired(${node.pattern})`, strength: tightest };
    case 'inside':
      return {
        text:
          node.asks === 'local'
            ? `${node.pattern}[${printNode(node.who)}]`
            : `${printNode(node.who)} ${node.asks} ${node.pattern}`,
        strength: tightest,
      };
    case 'let':
      return {
        text: `let ${node.binder.name} = ${printNode(node.value)} in ${printNode(node.body)}`,
        strength: loosest,
      };
    case 'quantified':
      return printQuantified(node);
    case 'apply':
      return printApply(node);
  }
}

function printQuantified(node: Extract<Node, { kind: 'quantified' }>): { text: string; strength: number } {
  const [binders, body] = [printBinders(node.binders), printNode(node.body)];
  switch (node.quantifier) {
    case 'forall':
    case 'exists':
      return { text: `${node.quantifier} ${binders}: ${body}`, strength: loosest };
    case 'count':
    case 'choose':
      return { text: `${node.quantifier}(${binders}: ${body})`, strength: tightest };
    case 'filter':
      return { text: `{${binders}: ${body}}`, strength: tightest };
    case 'collect':
      return { text: `{${body}: ${binders}}`, strength: tightest };
    case 'function':
      return { text: `[${binders} -> ${body}]`, strength: tightest };
  }
}

function printApply(node: Extract<Node, { kind: 'apply' }>): { text: string; strength: number } {
  const { text, strength } = operator(node.operator);
  const operand = (arg: Node | undefined, needed: number): string => {
    if (arg === undefined) return '';
    const printed = print(arg);
    return printed.strength < needed ? `(${printed.text})` : printed.text;
  };
  if (node.args.length === 0 && (node.operator === 'all' || node.operator === 'any'))
    return { text: String(node.operator === 'all'), strength: tightest };
  // What the constants have settled says nothing beside what they have not.
  const open = node.operator === 'all' ? node.args.filter((arg) => !isTrivial(arg)) : node.args;
  if (open.length > 0 && open.length < node.args.length) return print({ ...node, args: open });
  if (node.operator === 'tag' && node.args[0] !== undefined && isUnit(node.args[0].sort))
    return { text: node.detail, strength: tightest };
  if (node.operator === 'local') return { text: localName(node.args[0]), strength: tightest };
  // A row that only passes its operand through binds as its operand does.
  if (text === '{0}') return node.args[0] === undefined ? { text: '', strength } : print(node.args[0]);
  const inside = strength === tightest ? loosest : strength + 1;
  const names = node.detail.split(',');
  const filled = text
    .replace('{d: *}', () => names.map((name, index) => `${name}: ${operand(node.args[index], loosest)}`).join(', '))
    .replace(/\{\*([^}]*)\}/, (_, separator: string) =>
      node.args.map((arg) => operand(arg, inside)).join(separator.startsWith(',') ? ', ' : separator),
    )
    .replace(/\{(\d)\}/g, (_, index: string) =>
      operand(node.args[Number(index)], /^\{0\}[[.]/.test(text) && index === '0' ? tightest : inside),
    )
    .replaceAll('{d}', node.detail);
  return { text: filled, strength: node.args.length === 1 && text.startsWith('{*') ? tightest : strength };
}

function isTrivial(node: Node): boolean {
  if (node.kind === 'literal') return node.value === true;
  if (node.kind === 'quantified') return node.quantifier === 'forall' && isTrivial(node.body);
  return node.kind === 'apply' && node.operator === 'all' && node.args.every(isTrivial);
}

// A local is called by its own name: which process's it is, the step or the column says.
function localName(part: Node | undefined): string {
  const variable = part?.kind === 'apply' ? part.args[0] : undefined;
  return variable?.kind === 'variable' ? (variable.name.split('.').at(-1) ?? variable.name) : 'local';
}
