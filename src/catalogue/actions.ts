// Of `describe`: every action, or step of a process, as a rule.

import { type ActionTree, printBinders, printNode, printStatements, type Specification } from '../../checker/index.ts';
import type { Section } from './describe.ts';

export function describeActions({ actions }: Specification): Section {
  return { heading: 'actions', lines: actions.flatMap(describeAction) };
}

function describeAction({ name, parameters, when, body, step }: ActionTree): readonly string[] {
  const binders = parameters.length === 0 ? '' : `(${printBinders(parameters)})`;
  const from =
    step?.source === undefined
      ? ''
      : `   ${step.source.file}${step.source.function === undefined ? '' : `, ${step.source.function}`}`;
  return [
    `  ${name}${binders}${from}`,
    ...when.map(({ node }) => `    when ${printNode(node)}`),
    ...printStatements(body, '    '),
  ];
}
