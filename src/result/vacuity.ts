// What a whole matrix shows nothing about: a property that no suite violates may be one that cannot fail, a witness that no suite reaches may be
// one that cannot be reached.

import type { CheckResult, PropertyResult } from './result.ts';

/** Of one model, by the names of properties: one that several configurations have is one. */
export interface Vacuity {
  readonly model: string;
  readonly neverViolated: readonly string[];
  readonly neverReached: readonly string[];
  /** Selected in no suite. */
  readonly neverEvaluated: readonly string[];
}

/** One entry for each model of which there is something to say. The results are of a whole matrix. */
export function vacuitiesOf(results: readonly CheckResult[]): readonly Vacuity[] {
  const models = [...new Set(results.map(({ specification }) => specification.name))];
  return models
    .map((model) =>
      vacuityOf(
        model,
        results.filter(({ specification }) => specification.name === model),
      ),
    )
    .filter(({ neverViolated, neverReached, neverEvaluated }) =>
      [neverViolated, neverReached, neverEvaluated].some(({ length }) => length > 0),
    );
}

function vacuityOf(model: string, results: readonly CheckResult[]): Vacuity {
  const all = results.flatMap(({ properties }) => properties.filter(isChecked));
  const evaluated = all.filter(({ isSelected }) => isSelected);
  const shown = namesOf(evaluated.filter((property) => property.verdict === proof(property)));
  const unshown = evaluated.filter(({ name }) => !shown.includes(name));
  const known = namesOf(evaluated);
  return {
    model,
    neverViolated: namesOf(unshown.filter(({ kind }) => kind !== 'reachable')),
    neverReached: namesOf(unshown.filter(({ kind }) => kind === 'reachable')),
    neverEvaluated: namesOf(all).filter((name) => !known.includes(name)),
  };
}

/** What shows that a property says something: it can fail; or, of a witness, it can be reached. */
function proof({ kind }: PropertyResult): PropertyResult['verdict'] {
  return kind === 'reachable' ? 'holds' : 'violated';
}

/** What is switched off is meant to be; a domain error is there only where it is violated. */
function isChecked({ kind, isOn }: PropertyResult): boolean {
  return isOn && kind !== 'domain';
}

function namesOf(properties: readonly PropertyResult[]): readonly string[] {
  return [...new Set(properties.map(({ name }) => name))];
}
