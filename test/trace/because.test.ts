// Which earlier step made the violated clause so: the last one without whose change it would not be violated, where there is such a step.

import {
  count,
  enumeration,
  fn,
  ids,
  process,
  processes,
  range,
  spec,
  step,
  studyTrace,
  variables,
  type SpecDeclaration,
  bugOn,
  element,
} from 'ballast';
import { describe, expect, it } from 'vitest';
import { explore } from '../../checker/index.ts';
import { built, resultOf } from '../interpret/build.ts';
import { traceOf } from './brute-force.ts';

async function because(declaration: SpecDeclaration, name: string): Promise<string | undefined> {
  const specification = built(declaration);
  const property = resultOf(await explore(specification, { all: true }), name);
  const trace = traceOf(property);
  if (trace === undefined) throw new Error(`'${name}' has no trace`);
  return studyTrace(specification, property, trace)?.because?.text;
}

const Page = ids('page', 2);
const Cpu = processes('cpu', 1);
const place = enumeration('buddy', 'balloon', 'nowhere', 'driver');
const [first, second] = [element(Page, 0), element(Page, 1)];

describe('the step that made the clause so', () => {
  it('is not a later one that changed what is read to a value that says the same', async () => {
    const { on, size, isDone } = variables({ on: fn(Page, place), size: range(0, 2), isDone: range(0, 1) });
    const declaration = spec({
      variables: { on, size, isDone },
      init: { on: 'balloon', size: 2, isDone: 0 },
      processes: [
        process(Cpu, () => [
          step('unlink', on.at(first).becomes('nowhere')),
          step('take', on.at(first).becomes('driver')),
          step('end', isDone.becomes(1)),
        ]),
      ],
      invariants: { counted: isDone.is(1).implies(size.is(count({ p: Page }, ({ p }) => on.at(p).is('balloon')))) },
    });
    expect(await because(declaration, 'counted')).toBe(
      'step 1 (cpu#0, unlink) changed on[page0] from balloon to nowhere',
    );
  });

  it('is not one that changed another element of what is counted', async () => {
    const { on, isDone } = variables({ on: fn(Page, place), isDone: range(0, 1) });
    const declaration = spec({
      variables: { on, isDone },
      init: { on: 'balloon', isDone: 0 },
      processes: [
        process(Cpu, () => [
          step('alloc', on.at(second).becomes('nowhere')),
          step('unlink', on.at(first).becomes('nowhere')),
          step('free', on.at(second).becomes('balloon')),
          step('end', isDone.becomes(1)),
        ]),
      ],
      invariants: { counted: isDone.is(1).implies(count({ p: Page }, ({ p }) => on.at(p).is('balloon')).is(2)) },
    });
    expect(await because(declaration, 'counted')).toBe(
      'step 2 (cpu#0, unlink) changed on[page0] from balloon to nowhere',
    );
  });

  it('is, of a step that fails, the one without which it would go on, not fail otherwise', async () => {
    const { on } = variables({ on: fn(Page, place) });
    const declaration = spec({
      variables: { on },
      init: { on: 'balloon' },
      processes: [
        process(Cpu, () => [
          step('unlink', on.at(first).becomes('nowhere')),
          step('take', on.at(first).becomes('driver')),
          step('list_del', bugOn(on.at(first).isNot('balloon'), 'S8: not on the list')),
        ]),
      ],
    });
    expect(await because(declaration, 'S8')).toBe('step 1 (cpu#0, unlink) changed on[page0] from balloon to nowhere');
  });

  it('is none where what is read is as it was at the start, though a branch before it read something', async () => {
    const { on, inflated } = variables({ on: fn(Page, place), inflated: range(0, 1) });
    const declaration = spec({
      variables: { on, inflated },
      init: { on: 'driver', inflated: 1 },
      processes: [
        process(Cpu, () => [
          step('list_del', on.at(first).becomes('nowhere')),
          step(
            'free',
            bugOn(on.at(first).isNot('nowhere'), 'S7: freed on a list'),
            bugOn(inflated.is(1), 'S16: freed while the host believes it inflated'),
          ),
        ]),
      ],
    });
    expect(await because(declaration, 'S16')).toBeUndefined();
  });
});
