// --json: the whole result as one document, which every other report is a view of.

import { describe, expect, it } from 'vitest';
import { folderOf } from '../load/folder.ts';
import { ballast } from './command.ts';
import { counter } from './specifications.ts';

async function json(options: string): Promise<{ readonly status: number; readonly out: string }> {
  return await ballast(folderOf({ 'counter.ts': counter }), 'check', 'counter.ts', ...options.split(' '), '--json');
}

describe('--json', () => {
  it('prints the whole result as one document', async () => {
    const { status, out } = await json('--mutant noGuard --set top=1 --property small');
    expect(status).toBe(12);
    expect(JSON.parse(out)).toEqual({
      format: 'ballast result',
      version: 3,
      ballast: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      status: 12,
      results: [
        {
          kind: 'checked',
          specification: {
            name: 'counter',
            reference: 'counter.ts',
            constants: [
              { name: 'top', value: 1, isDefault: false },
              { name: 'from', value: 0, isDefault: true },
            ],
            mutant: 'noGuard',
            about: 'it counts for ever',
            edits: [],
          },
          treeHash: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
          modelled: ['nobody else counts'],
          assumptions: ['from is at most top'],
          variables: [
            { name: 'n', role: 'declared', sort: 'integer' },
            { name: 'm', role: 'declared', sort: 'integer' },
          ],
          engine: 'compiled',
          // What can be left out of a search changes with what is known of it.
          reductions: expect.any(Array) as unknown[],
          stateBits: 3,
          verdict: 'violated',
          ended: 'violation',
          limits: {},
          counts: { statesDistinct: 2, statesGenerated: 4, statesInitial: 1, statesCut: 0, depth: 1, areExact: true },
          levels: [1, 1],
          digest: 'd3f335e56d7fb550',
          properties: expect.arrayContaining([
            {
              name: 'small',
              kind: 'invariant',
              isSelected: true,
              isOn: true,
              rule: 'n <= 1',
              verdict: 'not decided',
              reason: 'stopped at a violation',
              place: { file: 'counter.ts', line: 25, column: 30 },
            },
            {
              name: 'up: n := n + 1',
              kind: 'domain',
              isSelected: true,
              isOn: true,
              rule: 'n := n + 1 is evaluated within its domain',
              verdict: 'violated',
              steps: 2,
              trace: {
                initial: [
                  { name: 'n', value: '0' },
                  { name: 'm', value: '0' },
                  { name: 'double', value: '0' },
                ],
                steps: [
                  {
                    action: 'up',
                    text: 'up',
                    parameters: [],
                    place: { file: 'counter.ts', line: 21, column: 13 },
                    changes: [{ place: 'n', before: '0', after: '1' }],
                    shown: [{ place: 'double', before: '0', after: '2' }],
                    isRelevant: true,
                  },
                  {
                    action: 'up',
                    text: 'up',
                    parameters: [],
                    place: { file: 'counter.ts', line: 21, column: 13 },
                    changes: [],
                    shown: [],
                    failure: 'n: 2 is outside range(0, 1)',
                    isRelevant: true,
                  },
                ],
                states: [
                  { n: 0, m: 0 },
                  { n: 1, m: 0 },
                ],
                truths: [
                  { property: 'small', kind: 'invariant', falseIn: [] },
                  { property: 'vacuous', kind: 'invariant', falseIn: [] },
                  { property: 'low', kind: 'invariant', falseIn: [] },
                  { property: 'full', kind: 'reachable', falseIn: [0] },
                ],
              },
              why: {
                message: 'n: 2 is outside range(0, 1)',
                text: 'n := n + 1',
                value: 'n: 2 is outside range(0, 1)',
                bindings: [],
                given: [],
                reads: [{ name: 'n + 1', value: '2' }],
              },
              orderings: [],
              because: { step: 1, text: 'step 1 (up) changed n from 0 to 1' },
            },
          ]) as unknown[],
          actions: [
            { action: 'up', statesEnabled: 2, firings: 2 },
            { action: 'down', statesEnabled: 1, firings: 1 },
            { action: 'never', statesEnabled: 0, firings: 0 },
          ],
          constraints: [],
          neverExercised: [],
          command: 'ballast check counter.ts --set top=1 --mutant noGuard --property small',
          elapsedMs: expect.any(Number) as number,
          searchMs: expect.any(Number) as number,
          status: 12,
        },
      ],
    });
  });

  it('gives one tree hash to one meaning', async () => {
    const hashes = await Promise.all(
      [counter, counter.replace('low: n', 'low:   n'), counter.replace('lessThan(9)', 'lessThan(8)')].map(
        async (text) => {
          const { out } = await ballast(folderOf({ 'counter.ts': text }), 'check', 'counter.ts', '--json');
          return /"treeHash": "([0-9a-f]{16})"/.exec(out)?.[1];
        },
      ),
    );
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  it('has one result for each check of a sweep', async () => {
    const { out } = await json('--set top=1,2 --set from=2');
    const { results, status } = JSON.parse(out) as {
      readonly results: readonly { readonly kind: string }[];
      readonly status: number;
    };
    expect(results.map(({ kind }) => kind)).toEqual(['outside assumptions', 'checked']);
    expect(status).toBe(0);
  });
});
