// A result that was found before, said as if it were found now: under the name by which it is asked for, with the places where the rules and
// steps stand today, and judged by what is expected today.

import type { Specification } from '../../checker/index.ts';
import type { Asked } from './assemble.ts';
import type { CheckResult, PlaceResult, PropertyResult, StepResult } from './result.ts';
import { isMet, statusOf } from './status.ts';

type Site = Specification['site'];

/** The result is one of this very specification, but for the places in its file. */
export function asAsked(
  result: CheckResult,
  specification: Specification,
  { identity, assumptions, limits, expected, isStrict, command, shown }: Omit<Asked, 'engine'>,
): CheckResult {
  const placed = (site: Site): { readonly place?: PlaceResult } => {
    const { place } = site ?? {};
    return place === undefined ? {} : { place: { file: shown(place.file), line: place.line, column: place.column } };
  };
  const stepAsToday = ({ place, ...step }: StepResult, property: string): StepResult => {
    const site =
      step.failure === undefined
        ? undefined
        : specification.assertions.find((each) => each.property === property && isWithin(each.path, step.action))?.site;
    const own = specification.actions.find(({ name }) => name === step.action)?.site;
    return { ...step, ...(place === undefined ? {} : placed(site ?? own)) };
  };
  const asToday = ({ place, trace, ...property }: PropertyResult): PropertyResult => {
    const steps = trace?.steps.map((step) => stepAsToday(step, property.name));
    const last = steps?.at(-1);
    const failed = last?.failure === undefined ? undefined : last.place;
    const own = placed(siteOf(specification, property.name)).place;
    const where = failed ?? own;
    return {
      ...property,
      ...(trace === undefined || steps === undefined ? {} : { trace: { ...trace, steps } }),
      ...(place === undefined || where === undefined ? {} : { place: where }),
    };
  };
  const properties = result.properties.map(asToday);
  const judged = properties.filter(({ isSelected, isOn }) => isSelected && isOn);
  const { expectation: _, ...rest } = result;
  return {
    ...rest,
    specification: identity,
    assumptions,
    limits,
    properties,
    ...(expected === undefined ? {} : { expectation: { expected, isMet: isMet(judged, expected) } }),
    command,
    status: statusOf({ properties: judged, expected, isVacuous: isStrict && result.neverExercised.length > 0 }),
  };
}

function siteOf(specification: Specification, property: string): Site {
  const { invariants, reachable, actionProperties, recoverable, assertions, liveness } = specification;
  const declared = [...invariants, ...reachable, ...actionProperties, ...recoverable, ...liveness].find(
    ({ name }) => name === property,
  );
  return (declared ?? assertions.find((each) => each.property === property))?.site;
}

/** Whether an assertion stands in a step: its path begins with the step's, or the step's with its. */
function isWithin(path: string, action: string): boolean {
  return path.startsWith(action) || action.startsWith(path);
}
