// The hour clock: the smallest specification there is, one variable and one action that is always enabled.
// Source: tlaplus/Examples, specifications/SpecifyingSystems/HourClock/HourClock.tla.
// True of it: 12 distinct states, 24 generated, depth 0, because the clock may start at any hour.

import { action, anything, model, range, spec, variables } from 'ballast';

export default model('hour-clock', { suites: [{ expect: 'holds' }] }, () => {
  const { hour } = variables({ hour: range(1, 12) });
  return spec({
    variables: { hour },
    init: { hour: anything },
    actions: {
      // A step gives the variable its next value; a value outside 1 to 12 would be an error, so 12 wraps to 1.
      tick: action({ then: [hour.becomes(hour.modulo(12).plus(1))] }),
    },
    reachable: { noon: hour.is(12) },
  });
});
