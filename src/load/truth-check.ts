// What every value tested by a loaded specification passes through, see truth-tests.ts. Runs once per test while building.

import { SpecError } from '../../checker/index.ts';

const mark = Symbol.for('ballast.node');

/** The value itself. @throws SpecError when it is built by the language: such a value is decided in a state, and there is none yet */
export function tested<T>(
  value: T,
  by: string,
  mend: string,
  file: string,
  line: number,
  column: number,
  text: string,
): T {
  if (typeof value !== 'object' || value === null || !(mark in value)) return value;
  const kind = String(value[mark]);
  const what = `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} is tested ${by}`;
  throw new SpecError(what, { places: [{ file, line, column, text }], mend });
}
