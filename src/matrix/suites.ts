// What a matrix checks: the suites of a model, those that its file exports beside it, and the mutants that say what they break.

import { isSuite, type Model, type Suite, UsageError, suggest } from '../../checker/index.ts';
import type { LoadedSpecification } from '../load/load.ts';

export interface NamedSuite extends Omit<Suite, 'declares'> {
  readonly label: string;
  /** Suites of one group stand together under its name. */
  readonly group?: string;
  /** In a sentence; what is said of its mutant, where the suite says nothing. */
  readonly about?: string;
}

/** In the order in which they are written; every label once. */
export function suitesOf({ model, exports }: LoadedSpecification, isOneModel: boolean): readonly NamedSuite[] {
  const exported = Object.entries(exports).flatMap(([as, value]) => (isSuite(value) ? [{ name: as, ...value }] : []));
  const declared = [
    ...model.suites.map((parts) => ({ ...parts, model })),
    ...exported.filter((suite) => !isOneModel || suite.model === model),
  ];
  // A suite that names a mutant says more about it than the mutant does.
  const claimed = new Set(declared.filter((suite) => suite.model === model).map(({ mutant }) => mutant));
  const mutants = Object.entries(model.mutants).flatMap(([mutant, { breaks, properties, group }]) =>
    breaks === undefined || claimed.has(mutant)
      ? []
      : [
          {
            model,
            mutant,
            ...(properties && { properties }),
            ...(group !== undefined && { group }),
            expect: expectationOf(breaks),
          },
        ],
  );
  const all: readonly Omit<NamedSuite, 'label'>[] = [...declared, ...mutants];
  const taken = new Map<string, number>();
  return all.map((suite) => {
    const label = labelOf(suite, model);
    const count = (taken.get(label) ?? 0) + 1;
    taken.set(label, count);
    const about = suite.about ?? suite.model.mutants[suite.mutant ?? '']?.about ?? '';
    return { ...suite, ...(about === '' ? {} : { about }), label: count === 1 ? label : `${label} (${count})` };
  });
}

/** The suites that a name means: by label, by name or by mutant. @throws UsageError for a name that means none */
export function namedBy(name: string, suites: readonly NamedSuite[]): readonly NamedSuite[] {
  const found = suites.filter((suite) => [suite.label, suite.name, suite.mutant].includes(name));
  if (found.length > 0) return found;
  const known = [...new Set(suites.flatMap(({ label, mutant }) => [label, ...(mutant === undefined ? [] : [mutant])]))];
  throw new UsageError(`there is no suite or mutant '${name}'`, {
    mend: suggest(name, known) || `there are ${known.join(', ')}`,
  });
}

function expectationOf(breaks: readonly string[]): Suite['expect'] {
  return breaks.length === 0 ? 'holds' : `violates ${breaks.join(', ')}`;
}

function labelOf({ name, mutant, set = {}, edits = [], model }: Omit<NamedSuite, 'label'>, standard: Model): string {
  if (name !== undefined && name !== 'default') return name;
  const constants = Object.entries(set).map(([constant, value]) => `${constant}=${String(value)}`);
  const parts = [
    ...(model === standard ? [] : [model.name]),
    ...(mutant === undefined ? [] : [mutant]),
    ...constants,
    ...(edits.length === 0 ? [] : ['edited']),
  ];
  return parts.length === 0 ? model.name : parts.join(' ');
}
