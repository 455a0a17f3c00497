// Sorts as people say them: `page -> 0..2`, `one of idle, busy`, `b_dev_info or none`.

import { printSort, type Sort } from '../../checker/index.ts';

export function sortText(sort: Sort): string {
  switch (sort.kind) {
    case 'bool':
      return 'true or false';
    case 'range':
      return `${sort.lo}..${sort.hi}`;
    case 'enumeration':
      return sort.labels.length === 1 ? (sort.labels[0] ?? '') : `one of ${sort.labels.join(', ')}`;
    case 'ids':
      return `${sort.name} (${sort.size})`;
    case 'maybe':
      return `${sortText(sort.of)} or none`;
    case 'fn':
      return `${sortText(sort.key)} -> ${sortText(sort.value)}`;
    case 'set':
      return `set of ${sortText(sort.of)}`;
    case 'seq':
      return `sequence of ${sortText(sort.of)}, at most ${sort.max}`;
    case 'record':
      return `[${entries(sort.fields)}]`;
    case 'tuple':
      return `<${sort.items.map(sortText).join(', ')}>`;
    case 'variant':
      return Object.entries(sort.cases)
        .map(([tag, payload]) => (isUnit(payload) ? tag : `${tag}(${sortText(payload)})`))
        .join(' | ');
    case 'lock':
      return `${sort.discipline === 'spin' ? 'spinning' : 'sleeping'} lock`;
    case 'process':
      return 'a process';
    case 'local':
      return sortText(sort.of);
    default:
      return printSort(sort);
  }
}

function entries(fields: Readonly<Record<string, Sort>>): string {
  return Object.entries(fields)
    .map(([name, field]) => `${name}: ${sortText(field)}`)
    .join(', ');
}

function isUnit(sort: Sort): boolean {
  return sort.kind === 'enumeration' && sort.labels.length === 1;
}
