// Specifications for tests of the interpreter, and short ways to look into what was found.

import { action, model, range, spec, valueIn, variables } from 'ballast';
import type { Exploration, PropertyResult, Specification, State } from 'ballast';
import type { SpecDeclaration } from '../../checker/language/spec.ts';
import { stateMaker } from '../../checker/interpret/state.ts';
import type { Value } from '../../checker/index.ts';

/** The specification that a declaration means. */
export function built(declaration: SpecDeclaration): Specification {
  return model('test', {}, () => declaration).build();
}

/** A state of the specification with these values. */
export function stateOf(specification: Specification, values: Readonly<Record<string, Value>>): State {
  return stateMaker(specification.variables)(values);
}

/** The values of a state as plain text: `x: 1, f: Map { 0: true }`. */
export function textOf(specification: Specification, state: State): string {
  return specification.variables.map(({ name }) => `${name}: ${String(valueIn(state, name))}`).join(', ');
}

export function resultOf({ properties }: Exploration, name: string): PropertyResult {
  const found = properties.find((property) => property.name === name);
  if (found === undefined)
    throw new Error(`no result for '${name}', only for ${properties.map((each) => each.name).join(', ')}`);
  return found;
}

/** `holds`, `violated in 3`, `not decided: stopped at a violation`, by property. */
export function verdicts({ properties }: Exploration): Record<string, string> {
  return Object.fromEntries(
    properties.map(({ name, verdict }) => {
      switch (verdict.kind) {
        case 'holds':
          return [name, verdict.witness === undefined ? 'holds' : `holds, reached in ${verdict.witness.steps.length}`];
        case 'violated':
          return [name, verdict.steps === undefined ? 'violated' : `violated in ${verdict.steps}`];
        case 'not-decided':
          return [name, `not decided: ${verdict.text}`];
      }
    }),
  );
}

/** The steps of the trace that violates a property (or reaches a witness), as text. */
export function stepsTo(exploration: Exploration, name: string): readonly string[] {
  const { verdict } = resultOf(exploration, name);
  const trace = verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'holds' ? verdict.witness : undefined;
  return trace?.steps.map(({ text }) => text) ?? [];
}

/** The variable that `counting` counts, and another. */
export const counters = variables({ n: range(0, 9), m: range(0, 9) });

/** A specification that counts n up to `top`, by one or by two. */
export function counting(top: number, parts: object = {}): Specification {
  const { n } = counters;
  return built(
    spec({
      variables: { n },
      init: { n: 0 },
      actions: {
        one: action({ when: [n.lessThan(top)], then: [n.increment()] }),
        two: action({ when: [n.lessThan(top - 1)], then: [n.increment(2)] }),
      },
      terminal: n.is(top),
      invariants: { any: n.atLeast(0) },
      ...parts,
    }),
  );
}
