// Of `describe`: the properties by kind, constraints and fairness, each with its rule.

import {
  labellingOf,
  printNode,
  printTemporal,
  type FairnessTree,
  type RefinementTree,
  type Specification,
} from '../../checker/index.ts';
import { foldWords } from '../report/layout.ts';
import type { Section } from './describe.ts';

export function describeProperties(specification: Specification): readonly Section[] {
  const { invariants, reachable, recoverable, assertions, constraints, terminal, show } = specification;
  // What a refinement asks of steps and of behaviours is said by what it refines.
  const actionProperties = specification.actionProperties.filter(({ kind }) => kind !== 'refinement');
  const liveness = specification.liveness.filter(({ kind }) => kind !== 'refinement');
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
    { heading: 'can always be reached again', lines: recoverable.map(rule) },
    { heading: 'liveness', lines: liveness.map(({ name, formula }) => entry(name, printTemporal(formula))) },
    { heading: 'refinements', lines: specification.refinements.map(refinementLines) },
    { heading: 'deadlock', lines: [deadlockRule(terminal)] },
    { heading: 'constraints', lines: constraints.map(rule) },
    { heading: 'fairness', lines: fairnessLines(specification) },
    { heading: 'shown in traces', lines: show.map(rule) },
  ];
}

// Nothing is fair by itself: whoever has liveness without fairness is told what that means.
function fairnessLines(specification: Specification): readonly string[] {
  const { fairness, liveness } = specification;
  const { conditions } = labellingOf(specification);
  if (fairness.length === 0 && liveness.length > 0) return ['  none: every behaviour may stop for ever, in any state'];
  return fairness.map((tree) => fairnessLine(tree, conditions));
}

const namesMost = 8;

function fairnessLine(tree: FairnessTree, conditions: ReturnType<typeof labellingOf>['conditions']): string {
  const name = `${tree.strength} fairness of ${tree.of}`;
  const own = conditions.filter((condition) => condition.tree === tree);
  const whom = own.flatMap(({ whom: one }) => (one === '' ? [] : [one]));
  if (tree.actions.length === 0 || own.length === 0) return entry(name, 'nobody does that here');
  if (whom.length === 0) return `  ${name}`;
  const more = whom.length > namesMost ? `; … (${whom.length} in all)` : '';
  return entry(name, `${whom.length > 1 ? 'each by itself: ' : ''}${whom.slice(0, namesMost).join('; ')}${more}`);
}

/** Of which specification every behaviour is one, with what its variables stand for. */
function refinementLines({ name, abstract, mapping }: RefinementTree): string {
  const constants = abstract.constants.map(({ name: constant, value }) => `${constant} = ${String(value)}`);
  const where = constants.length === 0 ? '' : ` (${constants.join(', ')})`;
  return [
    entry(name, `every behaviour is one of ${abstract.name}${where}, with`),
    ...mapping.map(({ variable, node }) => {
      const text = `${variable.name} = `;
      return `    ${text}${foldWords(printNode(node), { indent: 6, first: 4 + text.length })}`;
    }),
  ].join('\n');
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
