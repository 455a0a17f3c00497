// Which identifiers and processes can be renamed, and which expressions tell them apart.

import { describe, expect, it } from 'vitest';
import {
  action,
  all,
  anything,
  element,
  enumeration,
  fn,
  forall,
  ids,
  maybe,
  none,
  oneOf,
  spec,
  variables,
} from 'ballast';
import { symmetryOf, type Symmetry, type SymmetryOptions } from '../../checker/reduce/symmetry.ts';
import { built } from '../interpret/build.ts';

const Cpu = ids('cpu', 4);
const { pc, owner } = variables({ pc: fn(Cpu, enumeration('idle', 'critical')), owner: maybe(Cpu) });
const [cpu0, cpu2] = [element(Cpu, 0), element(Cpu, 2)];

const mutualExclusion = forall({ a: Cpu, b: Cpu }, ({ a, b }) =>
  all(pc.at(a).is('critical'), pc.at(b).is('critical')).implies(a.is(b)),
);
const lock = action({ c: Cpu }, ({ c }) => ({
  when: [owner.is(none)],
  then: [owner.becomes(c), pc.at(c).becomes('critical')],
}));
const init = { pc: 'idle', owner: none } as const;
const variablesUsed = { pc, owner };

function symmetry(parts: object, options?: SymmetryOptions): Symmetry {
  return symmetryOf(
    built(spec({ variables: variablesUsed, init, actions: { lock }, invariants: { mutualExclusion }, ...parts })),
    options,
  );
}

/** The classes as text: `cpu 0 1 2 3`. */
function classes({ classes: found }: Symmetry): readonly string[] {
  return found.map(({ sort, elements }) => `${sort.name} ${elements.join(' ')}`);
}

function hindrances({ hindrances: found }: Symmetry): readonly string[] {
  return found.map(({ what, because, where }) => `${what}: ${because} in ${where}`);
}

describe('the elements of a sort', () => {
  it('are interchangeable where nothing tells them apart', () => {
    const found = symmetry({});
    expect(classes(found)).toEqual(['cpu 0 1 2 3']);
    expect(hindrances(found)).toEqual([]);
    expect(found).toMatchObject({ order: 24, isCountable: true });
  });

  it('are told apart by a literal from all others', () => {
    const unlock = action({ c: Cpu }, ({ c }) => ({ when: [c.isNot(cpu2)], then: [owner.becomes(none)] }));
    const found = symmetry({ actions: { lock, unlock } });
    expect(classes(found)).toEqual(['cpu 0 1 3']);
    expect(hindrances(found)).toEqual(["cpu2: c # cpu2 in action 'unlock'"]);
    expect(found.order).toBe(6);
  });

  it('are told apart by a comparison altogether', () => {
    const ordered = forall({ a: Cpu, b: Cpu }, ({ a, b }) =>
      all(pc.at(a).is('critical'), pc.at(b).is('critical')).implies(a.atMost(b)),
    );
    const found = symmetry({ invariants: { ordered } });
    expect(classes(found)).toEqual([]);
    expect(hindrances(found)).toEqual(["cpu: a <= b in property 'ordered'"]);
    expect(found.order).toBe(1);
  });

  it('are not told apart by a property that is not evaluated', () => {
    const parts = { invariants: { mutualExclusion, first: pc.at(cpu0).is('idle') }, unclaimed: ['first'] };
    expect(classes(symmetry(parts))).toEqual(['cpu 0 1 2 3']);
    expect(classes(symmetry(parts, { properties: ['first'] }))).toEqual(['cpu 1 2 3']);
  });
});

describe('the initial states', () => {
  it('may name elements where orbits are not counted', () => {
    const parts = { init: { pc: 'idle', owner: cpu0 } };
    const found = symmetry(parts);
    expect(classes(found)).toEqual(['cpu 0 1 2 3']);
    expect(found.isCountable).toBe(false);
    const counted = symmetry(parts, { countable: true });
    expect(classes(counted)).toEqual(['cpu 1 2 3']);
    expect(hindrances(counted)).toEqual(["cpu0: cpu0 in init of 'owner'"]);
    expect(counted.isCountable).toBe(true);
  });

  it('are symmetric where a list of choices names some elements alike', () => {
    const found = symmetry({ init: { pc: anything, owner: oneOf(cpu0, cpu2) } }, { countable: true });
    expect(classes(found)).toEqual(['cpu 0 2', 'cpu 1 3']);
    expect(found.isCountable).toBe(true);
  });
});
