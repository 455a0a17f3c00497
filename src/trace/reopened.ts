// The specification that a saved result names, built again as it is now, with the constants, the mutant and the edits of the result.

import { propertyNames, type Specification, suggest, UsageError } from '../../checker/index.ts';
import { built } from '../check/question.ts';
import type { TraceSubject } from '../forms/subject.ts';
import { loadSpecification } from '../load/load.ts';
import type { SpecificationIdentity } from '../result/result.ts';
import type { Terminal } from '../terminal.ts';

export interface Reopened {
  readonly specification: Specification;
  /** Repeats the check. */
  readonly command: string;
}

/** @throws UsageError where the file does not say of what it is, or that has not the property any more */
export async function reopened(subject: TraceSubject, file: string, terminal: Terminal): Promise<Reopened> {
  const { specification: saved, command, trace, property } = subject;
  if (property === undefined || command === undefined) {
    throw new UsageError(`${file} does not say of which specification its trace is`, {
      mend: 'it has to be a saved result, or ITF that ballast wrote',
    });
  }
  if (trace.states.length === 0) throw new UsageError(`${file} has no schedule: no initial state could be made`);
  const loaded = await loadSpecification(saved.reference, { cwd: terminal.cwd });
  const specification = built(loaded, { set: valuesOf(saved), mutant: saved.mutant, edits: [...saved.edits] });
  refuseUnknown(specification, property);
  return { specification, command };
}

function valuesOf({ constants }: SpecificationIdentity): Readonly<Record<string, boolean | number | string>> {
  return Object.fromEntries(constants.map(({ name, value }) => [name, value as boolean | number | string]));
}

/** An evaluation outside its domain is a property only where it is met. */
function refuseUnknown(specification: Specification, { name, kind }: NonNullable<TraceSubject['property']>): void {
  const known = propertyNames(specification).map((each) => each.name);
  if (kind === 'domain' || known.includes(name)) return;
  throw new UsageError(`${specification.name} has no property '${name}' any more`, { mend: suggest(name, known) });
}
