// What is said of counterexamples is what brute force finds: a step that does not matter loses its updates, and the rest still runs and is
// violated; two neighbouring blocks change places, and that is refused, saves the property, or changes nothing.
// BALLAST_SHOW prints how many steps do not matter in each.

import { describe, expect, it } from 'vitest';
import { exploreCompiled, studyTrace, type Model, type ModelVariant } from '../../checker/index.ts';
import balloonProtocol from '../../examples/balloon-protocol.ts';
import barrier from '../../examples/barrier.ts';
import dieHard from '../../examples/die-hard.ts';
import ewd840 from '../../examples/ewd840.ts';
import peterson from '../../examples/peterson.ts';
import readersWriters from '../../examples/readers-writers.ts';
import simpleAllocator from '../../examples/simple-allocator.ts';
import ticketlock from '../../examples/ticketlock.ts';
import twoPhase from '../../examples/two-phase.ts';
import balloon from '../../spec/balloon.ts';
import { judgeOrderings, judgeRelevance, traceOf } from './brute-force.ts';

const examples: readonly (readonly [Model, ModelVariant])[] = [
  [dieHard, {}],
  [peterson, { mutant: 'noFlag' }],
  [peterson, { mutant: 'noTurn' }],
  [peterson, { mutant: 'turnFirst' }],
  [twoPhase, { mutant: 'brokenPromise' }],
  [twoPhase, { mutant: 'hastyManager' }],
  [ewd840, { mutant: 'whiteSender' }],
  [barrier, { mutant: 'open' }],
  [readersWriters, { mutant: 'rudeWriter' }],
  [simpleAllocator, { mutant: Object.keys(simpleAllocator.mutants)[0] }],
  [ticketlock, { mutant: 'noWait' }],
  [balloonProtocol, { mutant: 'blindIsolation' }],
];

const mutants = 'M1 M2 M3 M4 M5 M6 M8 M11 M14 M15 M18 M19 M23 M29 S4-silent A5-lookup'.split(' ');

const traces = [...examples, ...mutants.map((mutant) => [balloon, { mutant }] as const)];

describe('the study of a counterexample', () => {
  it.each(traces.map(([model, variant]) => ({ model, variant, name: `${model.name} ${variant.mutant ?? ''}`.trim() })))(
    'of $name is what brute force finds',
    async ({ model, variant, name }) => {
      const specification = model.build(variant);
      const properties = variant.mutant === undefined ? undefined : model.mutants[variant.mutant]?.properties;
      const found = await exploreCompiled(specification, { properties });
      const violated = found.properties.filter(({ verdict }) => verdict.kind === 'violated');
      expect(violated).not.toEqual([]);
      for (const property of violated) {
        const trace = traceOf(property);
        const study = trace && studyTrace(specification, property, trace);
        if (trace === undefined || study === undefined) throw new Error(`${property.name} has no trace`);
        const { irrelevant, mistakes, alone } = judgeRelevance(specification, property, trace, study);
        expect(mistakes).toEqual([]);
        expect(alone).toEqual([]);
        const orderings = judgeOrderings(specification, property, trace, study);
        expect(orderings.map(({ said }) => said)).toEqual(orderings.map((ordering) => ordering.found));
        if (process.env['BALLAST_SHOW'] !== undefined)
          process.stdout.write(
            `${name}, ${property.name}: ${irrelevant.length} of ${trace.steps.length} steps do not matter; ` +
              `${orderings.length} swaps: ${orderings.map((ordering) => ordering.found).join(', ')}\n`,
          );
      }
    },
  );
});
