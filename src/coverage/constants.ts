// Constants that change nothing: the specification built for their other values, and compared with the one that is looked at.

import type { ConstantCoverage } from '../result/coverage.ts';
import type { Json } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';
import { builtOrNot, otherValues, sameMeaningAs } from '../profile/other-constants.ts';
import type { Subject } from '../profile/subject.ts';

/** A number of so many values is not tried out whole. */
const numbersMost = 16;

/** Of a number, no more values are tried once one makes a difference; of names and truth values, all are. */
export function constantsCoverage(
  { specification, loaded, withConstants }: Subject,
  { progress }: Pick<Terminal, 'progress'>,
): readonly ConstantCoverage[] {
  const isSame = sameMeaningAs(specification);
  const found = specification.constants.map(({ name, value }) => {
    progress?.(`constants: ${name}`);
    const sort = loaded.model.constants[name]?.sort;
    const others = sort === undefined ? [] : otherValues(sort, value);
    const [same, different, refused]: [Json[], Json[], Json[]] = [[], [], []];
    let tried = 0;
    for (const other of others) {
      if (sort?.kind === 'range' && (different.length > 0 || tried >= numbersMost)) break;
      tried += 1;
      const there = builtOrNot(() => withConstants({ [name]: other }));
      if (there === undefined) refused.push(other);
      else if (isSame(there)) same.push(other);
      else different.push(other);
    }
    return { name, value: value as Json, same, different, refused, untried: others.length - tried };
  });
  progress?.('');
  return found;
}
