// The rule text of a variant means what the specification says: an alternative among conditions that hold together stands in parentheses.

import { expect, it } from 'vitest';
import {
  all,
  any,
  bool,
  model,
  process,
  processes,
  spec,
  step,
  variables,
  variantsOf,
  when,
} from '../../checker/index.ts';

const gate = model('gate', {}, () => {
  const Car = processes('car', 1);
  const { open, red, late } = variables({ open: bool, red: bool, late: bool });
  return spec({
    variables: { open, red, late },
    init: { open: false, red: false, late: false },
    processes: [
      process(Car, () => [step('go', when(any(open, red), all(late.not(), any(open, late))), red.becomes(true))]),
    ],
    terminal: 'any',
    invariants: { some: any(open, open.not()) },
  });
});

it('has parentheses where conditions are told together', async () => {
  const before = new Map((await variantsOf(gate.open())).map((each) => [each.name, each.before]));
  expect(before.get('drop car.go')).toBe('when (open or red) and (not late and (open or late)): red := true');
  expect(before.get('drop car.go.when#2.and#2')).toBe('when … and (open or late)');
  expect(before.get('drop car.go.when#2.and#1')).toBe('when … and not late');
});
