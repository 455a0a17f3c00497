// check --show: the traces of the named properties beside the report, those of reached witnesses above all, which no report shows otherwise.

import { propertyNames, type Specification, suggest, UsageError } from '../../checker/index.ts';
import type { CheckResult, PropertyResult } from '../result/result.ts';
import { refuseUnchecked, type VariantQuestion } from './question.ts';

/** @throws UsageError for a name that means no property, or one that nobody looks for */
export function refuseShow(
  specification: Specification,
  { show, properties }: Pick<VariantQuestion, 'properties'> & { readonly show?: readonly string[] | undefined },
): void {
  if (show === undefined) return;
  const known = propertyNames(specification).map(({ name }) => name);
  // An evaluation outside its domain is a property only where it is met.
  const odd = show.find((name) => !known.includes(name) && !name.includes(': '));
  if (odd !== undefined) {
    const all = known.length === 0 ? 'it has no properties' : `the properties are ${known.join(', ')}`;
    throw new UsageError(`there is no property '${odd}' to show a trace of`, { mend: suggest(odd, known) || all });
  }
  refuseUnchecked(specification, properties, show, (name) => `a trace of '${name}' is to be shown`);
}

export interface Shown {
  readonly traced: readonly PropertyResult[];
  /** Why there is no trace of the others. */
  readonly complaints: readonly string[];
}

/** What of the names has a trace that the report does not show anyway. */
export function shownIn({ properties }: CheckResult, names: readonly string[], areViolationsShown: boolean): Shown {
  const all = [...new Set(names)].map((name) => properties.find((each) => each.name === name) ?? name);
  const found = all.filter((each) => typeof each !== 'string');
  return {
    traced: found.filter(({ trace, kind }) => trace !== undefined && (kind === 'reachable' || !areViolationsShown)),
    complaints: all.flatMap((each) => {
      if (typeof each === 'string') return [`--show '${each}': nothing of that name is violated`];
      return each.trace === undefined ? [`--show ${each.name}: there is no trace, ${whyNot(each)}`] : [];
    }),
  };
}

function whyNot({ verdict, kind, reason, untraced }: PropertyResult): string {
  if (untraced !== undefined) return untraced;
  switch (verdict) {
    case 'holds':
      return 'it holds';
    case 'violated':
      return kind === 'reachable' ? 'it is never reached' : 'no behaviour shows it';
    case 'not decided':
      return `it is not decided${reason === undefined ? '' : `, ${reason}`}`;
  }
}
