// A specification without what it asks of whole behaviours: while that is decided, nothing is left out of a search.

import type { Specification } from '../../checker/index.ts';

export function ofStates(specification: Specification): Specification {
  const whole = new Set([...specification.liveness, ...specification.recoverable].map(({ name }) => name));
  const unclaimed = specification.unclaimed.filter((name) => !whole.has(name));
  return { ...specification, liveness: [], recoverable: [], unclaimed };
}
