// A saved result to compare: of each result in it, what a comparison reads has to look as it should.

import type { Outcome } from '../result/matching.ts';
import { damaged, readResults, refuseMisfit } from '../trace/read.ts';
import { propertyShape, reductionShape, type Shape, specificationShape, traceShape } from '../trace/shapes.ts';

const found: Shape = { verdict: 'string', properties: ['json'], expectation: { '?': { expected: 'json' } } };

const shapes: Readonly<Record<string, Shape>> = {
  checked: {
    counts: {
      statesDistinct: 'number',
      statesGenerated: 'number',
      statesCut: 'number',
      depth: 'number',
      areExact: 'boolean',
    },
    digest: 'string',
    reductions: [reductionShape],
    ended: 'string',
    limits: {},
    constraints: [{ constraint: 'string', statesCut: 'number' }],
    actions: [{ action: 'string', statesEnabled: 'number', firings: 'number' }],
  },
  simulated: {
    counts: { walks: 'number', steps: 'number', longest: 'number' },
    seed: 'number',
    reached: [{ name: 'string', steps: 'number' }],
    actions: [{ action: 'string', visitsEnabled: 'number', firings: 'number' }],
  },
  'outside assumptions': { assumption: 'string' },
};

/** @throws CommandLineError for a file that is no result, or a damaged one */
export function readComparable(file: string, cwd: string): readonly Outcome[] {
  const { results } = readResults(file, cwd);
  results.forEach((result, index) => {
    const path = `results[${index}]`;
    refuseMisfit(file, result, { kind: 'string', specification: specificationShape }, path);
    const shape = Object.hasOwn(shapes, result.kind) ? shapes[result.kind] : undefined;
    if (shape === undefined) throw damaged(file, `${path}.kind is '${result.kind}'`);
    refuseMisfit(file, result, shape, path);
    if (result.kind === 'outside assumptions') return;
    refuseMisfit(file, result, found, path);
    result.properties.forEach((property, at) => {
      const place = `${path}.properties[${at}]`;
      refuseMisfit(file, property, propertyShape, place);
      refuseMisfit(file, property.trace, { '?': traceShape }, `${place}.trace`);
    });
  });
  return results;
}
