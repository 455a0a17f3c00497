// Of `describe`: where the values of locals are not read any more. A search that leaves dead locals out resets them there.

import { withoutDeadLocals, type Specification } from '../../checker/index.ts';
import { fold, widthMost } from '../report/layout.ts';
import type { Section } from './describe.ts';

/** Of more steps only their number is told. */
const listedMost = 4;

export function describeDeadLocals(specification: Specification): Section {
  const { dead } = withoutDeadLocals(specification);
  const width = Math.max(0, ...dead.map(({ variable }) => variable.length)) + 4;
  const lines = dead.map(({ process, variable, labels }) => {
    const kind = specification.processes.find(({ name }) => name === process);
    const known = kind?.locals.find((each) => each.variable === variable)?.labels.length ?? 0;
    const where =
      labels.length === known
        ? ['after the step that sets it']
        : labels.length > listedMost
          ? [`at ${labels.length} of the ${known} steps where it has a value`]
          : labels.map((label, index) => `${index === 0 ? 'at ' : ''}${stepOf(label)}`);
    const text = `  ${variable}`.padEnd(width);
    return where.join(', ').length + width <= widthMost
      ? text + where.join(', ')
      : `${text.trimEnd()}\n      ${fold(where, { indent: 6 })}`;
  });
  return { heading: 'dead locals (not read again before they are set again)', lines };
}

/** The step, and the function in which it is. */
function stepOf(label: string): string {
  return label.split('.').slice(-2).join('.');
}
