// Of `describe`: the variables with their sorts, and the bits of a packed state that each takes.

import { type Layout, layoutOf, processNames, type Sort, type Specification } from '../../checker/index.ts';
import { columns, foldWords } from '../report/layout.ts';
import { printCounted } from '../report/numbers.ts';
import type { Section } from './describe.ts';
import { sortText } from './sorts.ts';

export function describeVariables(specification: Specification): readonly Section[] {
  const { variables, processes } = specification;
  const { fields, bits, words } = layoutOf(variables, processNames(specification).length);
  const section = (role: 'declared' | 'local'): readonly string[] => {
    const chosen = variables.filter((variable) => variable.role === role);
    const rows = columns(
      chosen.map(({ name }) => {
        const own = fields.filter((field) => field.variable === name && field.bits > 0);
        return [`  ${name}`, printCounted(widthOf(own), 'bit'), bitsOf(own)];
      }),
    );
    const column = Math.max(0, ...rows.map(({ length }) => length)) + 2;
    return rows.map((row, index) => {
      const sort = chosen[index]?.sort;
      return sort === undefined ? row : withSort(row, column, sortText(role === 'local' ? ofOne(sort) : sort));
    });
  };
  const positions = processes.map(({ name, sort, labels, position }) => {
    const own = fields.filter((field) => field.variable === position && field.bits > 0);
    const who = sort.size === 0 ? 'none' : sort.size === 1 ? `${name}#0` : `${name}#0 to ${name}#${sort.size - 1}`;
    return [
      `  ${name}`,
      who,
      `at one of ${printCounted(labels.length, 'step')}`,
      printCounted(widthOf(own), 'bit'),
      bitsOf(own),
    ];
  });
  return [
    {
      heading: `variables (a state takes ${printCounted(bits, 'bit')} in ${printCounted(words, 'word')})`,
      lines: section('declared'),
    },
    { heading: 'processes', lines: columns(positions) },
    { heading: 'locals, of each process', lines: section('local') },
  ];
}

function widthOf(fields: Layout['fields']): number {
  return fields.reduce((sum, field) => sum + field.bits, 0);
}

/** Locals are kept for each process of a kind: what one of them has. */
function ofOne(sort: Sort): Sort {
  return sort.kind === 'fn' ? sort.value : sort;
}

/** The sort in a column of its own; under the row where the column would be narrow. */
function withSort(row: string, column: number, sort: string): string {
  if (column > 45) return `${row}\n      ${foldWords(sort, { indent: 8, first: 6 })}`;
  return `${row.padEnd(column)}${foldWords(sort, { indent: column })}`;
}

/** `2-5`, of all bits of a state in their order: 64 and on are in the second word. */
function bitsOf(fields: Layout['fields']): string {
  const [first, last] = [fields[0], fields.at(-1)];
  if (first === undefined || last === undefined) return '';
  const start = first.word * 64 + first.shift;
  const end = last.word * 64 + last.shift + last.bits - 1;
  return start === end ? String(start) : `${start}-${end}`;
}
