// What the study of a counterexample says, in a form that tests can compare.

import { studyTrace, type SpecDeclaration, type Study } from 'ballast';
import { explore } from '../../checker/index.ts';
import { built, resultOf } from '../interpret/build.ts';
import { traceOf } from './brute-force.ts';

/** The steps of the trace that shows a property, those that do not matter in brackets; and the rest of the study. */
export async function studied(
  declaration: SpecDeclaration,
  name: string,
): Promise<Omit<Study, 'steps'> & { readonly steps: readonly string[] }> {
  const specification = built(declaration);
  const property = resultOf(await explore(specification, { all: true }), name);
  const trace = traceOf(property);
  const study = trace && studyTrace(specification, property, trace);
  if (trace === undefined || study === undefined) throw new Error(`'${name}' has no trace`);
  const steps = trace.steps.map(({ text, actor }, index) => {
    const told = actor === undefined || text.includes(actor) ? text : `${actor} ${text}`;
    return study.steps[index]?.isRelevant === true ? told : `(${told})`;
  });
  return {
    steps,
    ...(study.orderings === undefined ? {} : { orderings: study.orderings }),
    ...(study.because === undefined ? {} : { because: study.because }),
  };
}
