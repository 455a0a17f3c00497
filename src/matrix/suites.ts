// What a matrix checks: the suites of a model, those that its file exports beside it, and the mutants that say what they break.

import { isSuite, type Model, type Suite, UsageError, suggest } from '../../checker/index.ts';
import type { LoadedSpecification } from '../load/load.ts';

export interface NamedSuite extends Omit<Suite, 'declares'> {
  readonly label: string;
}

/** In the order in which they are written, those of a group together where its first stands; every label once. */
export function suitesOf(
  { model, exports, wanted }: LoadedSpecification,
  isOneModel = wanted !== undefined,
): readonly NamedSuite[] {
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
  const taken = new Map<string, number>();
  return grouped([...declared, ...mutants].map(withMutantsWords)).map((suite) => {
    const label = labelOf(suite, model);
    const count = (taken.get(label) ?? 0) + 1;
    taken.set(label, count);
    return { ...suite, label: count === 1 ? label : `${label} (${count})` };
  });
}

type Unnamed = Omit<NamedSuite, 'label'>;

/** What a suite does not say of itself, its mutant may. */
function withMutantsWords(suite: Unnamed): Unnamed {
  const mutant = suite.model.mutants[suite.mutant ?? ''];
  const group = suite.group ?? mutant?.group;
  const about = suite.about ?? mutant?.about ?? '';
  return { ...suite, ...(group === undefined ? {} : { group }), ...(about === '' ? {} : { about }) };
}

function grouped(suites: readonly Unnamed[]): readonly Unnamed[] {
  const groups = [...new Set(suites.map(({ group }) => group))];
  return groups.flatMap((name) => suites.filter(({ group }) => group === name));
}

/** The suites that a name means: by label, by name or by mutant, else those that are about a property by name. @throws UsageError for a name that means none */
export function namedBy(name: string, suites: readonly NamedSuite[]): readonly NamedSuite[] {
  const named = suites.filter((suite) => [suite.label, suite.name, suite.mutant].includes(name));
  const found = named.length > 0 ? named : suites.filter(({ properties }) => properties?.includes(name));
  if (found.length > 0) return found;
  const known = [...new Set(suites.flatMap(({ label, mutant }) => [label, ...(mutant === undefined ? [] : [mutant])]))];
  throw new UsageError(`there is no suite or mutant '${name}'`, {
    mend:
      suggest(name, known) || (known.length > listedMost ? toldByDescribe : `there are ${known.map(shown).join(', ')}`),
  });
}

/** More names than these are no help in a message. */
const listedMost = 30;
const toldByDescribe = 'ballast describe names the suites of a specification';

function shown(name: string): string {
  return /[\s,]/.test(name) ? `'${name}'` : name;
}

function expectationOf(breaks: readonly string[]): Suite['expect'] {
  return breaks.length === 0 ? 'holds' : `violates ${breaks.join(', ')}`;
}

function labelOf({ name, mutant, set = {}, edits = [], model }: Unnamed, standard: Model): string {
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
