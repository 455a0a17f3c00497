// Of `describe`: the variables with their sorts, and the bits of a packed state that each takes.

import { type Layout, layoutOf, printSort, processNames, type Specification } from '../../checker/index.ts';
import { columns } from '../report/layout.ts';
import { printCounted } from '../report/numbers.ts';
import type { Section } from './describe.ts';

export function describeVariables(specification: Specification): readonly Section[] {
  const { variables, processes } = specification;
  const { fields, bits, words } = layoutOf(variables, processNames(specification).length);
  const rows = variables.map(({ name, sort, role }) => {
    const own = fields.filter((field) => field.variable === name && field.bits > 0);
    const width = own.reduce((sum, field) => sum + field.bits, 0);
    const made = { declared: '', position: 'where each stands: ', local: 'a local: ' }[role];
    return [`  ${name}`, printCounted(width, 'bit'), bitsOf(own), `${made}${printSort(sort)}`];
  });
  const kinds = processes.map(({ name, sort, labels }) => [
    `  ${name}`,
    sort.size === 0 ? 'none' : sort.size === 1 ? `${name}#0` : `${name}#0 to ${name}#${sort.size - 1}`,
    printCounted(labels.length, 'label'),
  ]);
  return [
    {
      heading: `variables, ${printCounted(bits, 'bit')} a state in ${printCounted(words, 'word')}`,
      lines: columns(rows),
    },
    { heading: 'processes', lines: columns(kinds) },
  ];
}

/** `word 0, bits 2 to 5`; of a variable in several words, where it begins and ends. */
function bitsOf(fields: Layout['fields']): string {
  const [first, last] = [fields[0], fields.at(-1)];
  if (first === undefined || last === undefined) return '';
  const end = last.shift + last.bits - 1;
  if (first.word !== last.word) return `word ${first.word}, bit ${first.shift} to word ${last.word}, bit ${end}`;
  return `word ${first.word}, ${first.shift === end ? `bit ${end}` : `bits ${first.shift} to ${end}`}`;
}
