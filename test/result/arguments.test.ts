// What procedures are given, as a result has it.

import { bool, bugOn, element, enumeration, ids, process, processes, procedure, spec, step, variables } from 'ballast';
import { describe, expect, it } from 'vitest';
import { explore } from '../../checker/index.ts';
import { propertyOf } from '../../src/result/assemble.ts';
import { built, resultOf } from '../interpret/build.ts';

describe('the parameters of a procedure', () => {
  it('stand beside its name in each step with the values that they have there, nested calls by those of the caller', async () => {
    const Page = ids('page', 2);
    const Cpu = processes('cpu', 1);
    const { isDone } = variables({ isDone: bool });
    const put = procedure('put', { page: Page, how: enumeration('gently', 'hard') }, ({ page }) => [
      step('drop', bugOn(page.is(element(Page, 1)), 'S1: dropped')),
    ]);
    const free = procedure('free', { of: Page }, ({ of }) => [step('look'), put({ page: of, how: 'hard' })]);
    const declaration = spec({
      variables: { isDone },
      init: { isDone: false },
      processes: [
        process(Cpu, ({ local }) => {
          const mine = local('mine', Page);
          return [step('pick', mine.becomes(element(Page, 1))), free({ of: mine }), step('end', isDone.becomes(true))];
        }),
      ],
    });
    const specification = built(declaration);
    const found = resultOf(await explore(specification), 'S1');
    const { trace } = propertyOf(specification, found, { isWhole: false, shown: (file) => file });
    const of = { name: 'of', value: 'page1' };
    expect(trace?.steps.map(({ calls, given }) => ({ calls, given }))).toEqual([
      { calls: ['pick'], given: undefined },
      { calls: ['free', 'look'], given: [[of]] },
      {
        calls: ['free', 'put', 'drop'],
        given: [
          [of],
          [
            { name: 'page', value: 'page1' },
            { name: 'how', value: 'hard' },
          ],
        ],
      },
    ]);
  });
});
