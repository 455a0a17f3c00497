// The exit status: every rule of its table, and which of several wins.

import { describe, expect, it } from 'vitest';
import {
  type Expectation,
  firstViolated,
  isMet,
  type Judged,
  type PropertyKind,
  statusOf,
  statusOfAll,
  type Verdict,
} from '../../src/result/status.ts';

function found(kind: PropertyKind, verdict: Verdict = 'holds', steps?: number, name: string = kind): Judged {
  return { name, kind, verdict, steps };
}

function violated(kind: PropertyKind, steps: number, name: string = kind): Judged {
  return found(kind, 'violated', steps, name);
}

describe('the exit status of a check', () => {
  it.each([
    [0, 'everything holds', [found('invariant'), found('reachable'), found('deadlock')]],
    [11, 'a deadlock', [found('invariant'), violated('deadlock', 3)]],
    [12, 'an invariant', [violated('invariant', 3)]],
    [12, 'an evaluation outside its domain', [violated('domain', 0)]],
    [13, 'liveness', [violated('liveness', 3)]],
    [13, 'what cannot be recovered', [violated('recoverable', 3)]],
    [15, 'a step that the abstract specification has not', [violated('refinement', 3)]],
    [12, 'what ends before what goes on for ever', [{ ...violated('liveness', 1), loop: 2 }, violated('invariant', 9)]],
    [
      15,
      'of what goes on for ever the shorter stem',
      [violated('liveness', 4), { ...violated('refinement', 2), loop: 0 }],
    ],
    [14, 'an assertion in a step', [violated('assertion', 3)]],
    [15, 'an action property', [violated('action', 3)]],
    [16, 'a witness that is unreachable', [found('invariant'), found('reachable', 'violated')]],
    [20, 'a search that ended early', [found('invariant', 'not decided')]],
    [11, 'the shortest violation first', [violated('invariant', 5), violated('deadlock', 4), violated('action', 6)]],
    [14, 'of equally short ones the first declared', [violated('assertion', 4), violated('invariant', 4)]],
    [12, 'a violation before what is not decided', [found('deadlock', 'not decided'), violated('invariant', 4)]],
    [12, 'a violation before an unreachable witness', [found('reachable', 'violated'), violated('invariant', 40)]],
    [
      20,
      'what is not decided before an unreachable witness',
      [found('reachable', 'violated'), found('invariant', 'not decided')],
    ],
    [0, 'nothing was selected', []],
  ])('is %i for %s', (status, _, properties) => {
    expect(statusOf({ properties })).toBe(status);
  });

  it.each([
    [22, [found('invariant')]],
    [12, [violated('invariant', 2)]],
    [16, [found('reachable', 'violated')]],
    [20, [found('invariant', 'not decided')]],
  ])('is %i where something was never exercised and that counts', (status, properties) => {
    expect(statusOf({ properties, isVacuous: true })).toBe(status);
  });

  const twoAtOnce = [violated('invariant', 4, 'S8'), violated('assertion', 4, 'S1'), violated('action', 7, 'S2')];

  it.each<[number, Expectation, readonly Judged[]]>([
    [0, 'holds', [found('invariant')]],
    [21, 'holds', twoAtOnce],
    [21, 'holds', [found('reachable', 'violated')]],
    [20, 'holds', [found('invariant', 'not decided')]],
    [0, ['S1', 'S8'], twoAtOnce],
    [21, ['S8'], twoAtOnce],
    [21, ['S8', 'S1', 'S2'], twoAtOnce],
    [21, ['S3'], [found('invariant')]],
    [20, ['S3'], [found('invariant', 'not decided')]],
    [0, ['S8'], [violated('invariant', 4, 'S8'), found('deadlock', 'not decided')]],
    [0, ['reachable'], [found('invariant'), found('reachable', 'violated')]],
    [0, ['L1'], [violated('liveness', 4, 'L1'), found('liveness')]],
    [20, ['L1'], [violated('liveness', 4, 'L1'), found('liveness', 'not decided', undefined, 'L2')]],
    [20, ['L1', 'L2'], [violated('recoverable', 4, 'L1'), found('liveness', 'not decided', undefined, 'L2')]],
    [21, ['L2'], [violated('liveness', 4, 'L1'), found('liveness', 'not decided', undefined, 'L2')]],
  ])('is %i where %j is expected', (status, expected, properties) => {
    expect(statusOf({ properties, expected })).toBe(status);
  });

  it('stays 22 where an expectation is met by something vacuous', () => {
    expect(statusOf({ properties: [found('invariant')], expected: 'holds', isVacuous: true })).toBe(22);
    expect(statusOf({ properties: [found('invariant')], expected: ['S1'], isVacuous: true })).toBe(21);
  });

  it('does not know whether an expectation is met before everything was explored', () => {
    expect(isMet([found('reachable', 'violated'), found('invariant', 'not decided')], 'holds')).toBeUndefined();
    expect(firstViolated([found('reachable', 'violated'), found('invariant', 'not decided')])).toEqual([]);
  });
});

describe('the exit status of several checks', () => {
  it.each([
    [70, [0, 12, 64, 65, 70]],
    [65, [12, 64, 65]],
    [64, [21, 12, 64]],
    [21, [0, 12, 21]],
    [14, [0, 14, 12, 20]],
    [20, [0, 22, 16, 20, 10]],
    [16, [0, 22, 16, 10]],
    [22, [0, 22, 10]],
    [0, [10, 0, 10]],
    [10, [10, 10]],
    [0, []],
  ])('is %i of %j', (status, statuses) => {
    expect(statusOfAll(statuses)).toBe(status);
  });
});
