// Of `describe`: the properties by kind, constraints and fairness, each with its rule.

import { printNode, printTemporal, type Specification } from '../../checker/index.ts';
import { foldWords } from '../report/layout.ts';
import type { Section } from './describe.ts';

export function describeProperties(specification: Specification): readonly Section[] {
  const { invariants, reachable, actionProperties, liveness, assertions, constraints, terminal, fairness, show } =
    specification;
  const rule = ({ name, node }: { readonly name: string; readonly node: Parameters<typeof printNode>[0] }): string =>
    entry(name, printNode(node));
  const named = [...new Set(assertions.map(({ property }) => property))];
  return [
    { heading: 'invariants', lines: invariants.map(rule) },
    { heading: 'action properties', lines: actionProperties.map(rule) },
    {
      heading: 'assertions in steps',
      lines: named.map((property) => {
        const of = assertions.filter((assertion) => assertion.property === property);
        const [first] = of;
        const where = of.length > 1 ? ` (in ${of.length} places)` : '';
        return entry(
          property,
          `${first?.message === '' || first === undefined ? '' : `${first.message}: `}${first === undefined ? '' : printNode(first.node)}${where}`,
        );
      }),
    },
    { heading: 'must be reachable', lines: reachable.map(rule) },
    {
      heading: 'liveness (not built yet: listed by every check, decided by none)',
      lines: liveness.map(({ name, formula }) => entry(name, printTemporal(formula))),
    },
    { heading: 'deadlock', lines: [deadlockRule(terminal)] },
    { heading: 'constraints', lines: constraints.map(rule) },
    {
      heading: 'fairness',
      lines: fairness.map(
        ({ strength, of, each }) => `  ${strength} ${of}${each === undefined ? '' : `, each ${each.join(', ')}`}`,
      ),
    },
    { heading: 'shown in traces', lines: show.map(rule) },
  ];
}

function deadlockRule(terminal: Specification['terminal']): string {
  if (terminal === 'any') return '  not checked: every state may be the last';
  const rule = printNode(terminal);
  return rule === 'false'
    ? '  in every state something can go on'
    : entry('a state may be the last when', rule).replace(':', '');
}

function entry(name: string, rule: string): string {
  return `  ${name}: ${foldWords(rule, { indent: 4, first: name.length + 4 })}`;
}
