// Rule text of variants: what a statement does in one line, as a reader of the specification would say it.

import { type Effect, type Flow } from '../language/flow.ts';
import { applyNodes, lift, mapChildren } from '../language/nodes.ts';
import { type OperatorName } from '../language/operators.ts';
import { printNode, printUpdate } from '../language/print.ts';
import { type Node } from '../language/tree.ts';

const widest = 75;

/** The condition as people say it: a negation of a comparison is the other comparison. */
export function conditionText(node: Node): string {
  return printNode(plain(node));
}

/** The condition as one of several that hold together. */
export function conjunctText(node: Node): string {
  // Printed twice, so that the printer decides on parentheses: one of two equal halves.
  const each = plain(node);
  const both = printNode({ kind: 'apply', sort: { kind: 'bool' }, operator: 'all', args: [each, each], detail: '' });
  return both.slice(0, (both.length - ' and '.length) / 2);
}

const opposites: Partial<Record<OperatorName, OperatorName>> = {
  equal: 'notEqual',
  notEqual: 'equal',
  lessThan: 'atLeast',
  atLeast: 'lessThan',
  moreThan: 'atMost',
  atMost: 'moreThan',
};

function plain(node: Node): Node {
  if (node.kind === 'apply' && node.operator === 'not') {
    const [inner] = node.args.map(plain);
    if (inner?.kind === 'apply') {
      const { args, operator } = inner;
      if (operator === 'not' && args[0] !== undefined) return args[0];
      if (operator === 'all' || operator === 'any')
        return applyNodes(
          operator === 'all' ? 'any' : 'all',
          args.map((each) => plain(applyNodes('not', [each]))),
        );
      const opposite = opposites[operator];
      if (opposite !== undefined) return applyNodes(opposite, args);
    }
    return inner === undefined ? node : applyNodes('not', [inner]);
  }
  if (node.kind === 'apply' && (node.operator === 'plus' || node.operator === 'minus')) {
    const [a, b] = node.args;
    if (a?.kind === 'literal' && b?.kind === 'literal')
      return lift(Number(a.value) + (node.operator === 'plus' ? 1 : -1) * Number(b.value));
  }
  return mapChildren(node, plain);
}

/** What an effect does, in one line. */
export function effectText({ when, updates, assertions }: Effect): string {
  const textOf = when.length > 1 ? conjunctText : conditionText;
  const guard = when.length === 0 ? '' : `when ${when.map(({ node }) => textOf(node)).join(' and ')}`;
  const does =
    updates.length > 0
      ? lineOf(updates.map(printUpdate))
      : lineOf(assertions.map(({ node }) => `assert ${conditionText(node)}`));
  return [guard, does].filter((part) => part !== '').join(': ');
}

/** What a statement does, in one line. */
export function flowText(flow: Flow): string {
  switch (flow.kind) {
    case 'step':
      return effectText(flow.effect) || flow.name;
    case 'branch':
      return `if ${conditionText(flow.condition.node)}: ${listText(flow.then)}${flow.otherwise.length === 0 ? '' : `; else: ${listText(flow.otherwise)}`}`;
    case 'loop':
      return flow.condition === undefined
        ? `for ever: ${listText(flow.body)}`
        : `while ${conditionText(flow.condition.node)}: ${listText(flow.body)}`;
    case 'call':
      return `${flow.result === undefined ? '' : `${printNode(flow.result)} := `}${flow.procedure.name}(${[...flow.args.values()].map(printNode).join(', ')})`;
    case 'ret':
      return flow.value === undefined ? 'return' : `return ${printNode(flow.value)}`;
    case 'acquire':
      return `lock ${printNode(flow.lock)}`;
    case 'release':
      return `unlock ${printNode(flow.lock)}${flow.whereHeld === true ? ', where it is held' : ''}`;
    case 'trylock':
      return `trylock ${printNode(flow.lock)}, else ${listText(flow.busy)}`;
    case 'critical':
      return listText([...flow.entry, ...flow.body, ...flow.exit]);
    case 'together':
    case 'atomically':
      return flow.body.map(shortText).join('; ');
    case 'choice':
      return flow.alternatives
        .map(
          ({ name, effect, rest }) =>
            `${name === '' ? '' : `${name}: `}${[effectText(effect), ...rest.map(flowText)].filter((each) => each !== '').join('; ')}`,
        )
        .join(' | ');
    case 'leave':
      return 'leave the loop';
    case 'again':
      return 'next turn of the loop';
    case 'goto':
      return `goto ${flow.label}`;
    case 'nothing':
      return 'nothing';
  }
}

const half = 36;

/** What a statement is called, or does where nobody gave it a name, in half a line. */
export function shortText(flow: Flow): string {
  const text = shortWords(flow);
  return text.length <= half ? text : `${text.slice(0, half - 2).trimEnd()} …`;
}

function shortWords(flow: Flow): string {
  switch (flow.kind) {
    case 'step':
      return flow.name;
    case 'choice':
    case 'branch':
      return madeUp.has(flow.name) ? flowText(flow) : flow.name;
    case 'call':
      return `${flow.procedure.name}()`;
    case 'critical':
      return `(${[...flow.entry.map(flowText), '…', ...flow.exit.map(flowText)].join('; ')})`;
    case 'together':
    case 'atomically':
      return `(${flowText(flow)})`;
    default:
      return flowText(flow);
  }
}

/** The names that statements have which nobody gave a name. */
const madeUp: ReadonlySet<string> = new Set(['branch', 'either', 'pick']);

function listText(list: readonly Flow[]): string {
  return list.length === 0 ? 'nothing' : list.map(flowText).join('; ');
}

/** As many parts as fit in a line, and how many more there are. */
export function lineOf(parts: readonly string[]): string {
  for (let shown = parts.length; shown > 1; shown -= 1) {
    const more = parts.length - shown;
    const line = `${parts.slice(0, shown).join(', ')}${more === 0 ? '' : `, and ${more} more`}`;
    if (line.length <= widest) return line;
  }
  return parts.length > 1 ? `${parts[0] ?? ''}, and ${parts.length - 1} more` : (parts[0] ?? '');
}

/** The line, cut where it is wider than a report has room for. */
export function cutLine(line: string): string {
  if (line.length <= widest) return line;
  // Between two words, unless that costs half of it.
  const blank = line.lastIndexOf(' ', widest - 2);
  return `${line.slice(0, blank > half ? blank : widest - 2).trimEnd()} …`;
}

/** Both lines cut so that they show in what they differ: where they begin with the same, their ends. */
export function cutLines(before: string, after: string): { readonly before: string; readonly after: string } {
  const [short, other] = [cutLine(before), cutLine(after)];
  if (short !== other) return { before: short, after: other };
  const differs = before.split('').findIndex((letter, index) => letter !== after.charAt(index));
  const end = differs < 0 ? before.length : differs;
  const about = Math.max(0, end - half);
  const blank = before.indexOf(' ', about);
  const from = blank >= 0 && blank < end ? blank + 1 : about;
  return { before: cutLine(`… ${before.slice(from)}`), after: cutLine(`… ${after.slice(from)}`) };
}
