// Why a behaviour that goes round is fair here and not where it is mapped to: by the abstract specification's own firings in the mapped states,
// not by the formulas that were made of its fairness.

import { assert } from '../language/errors.ts';
import type { RefinementTree } from '../language/tree.ts';
import { isMeant, labellingOf, type FairnessCondition } from '../temporal/labels.ts';
import { changesFrom, type Change } from './behaviours.ts';
import { mappedState, Misfit } from './refined.ts';
import type { Explanation, Trace } from './result.ts';
import { sameState, type State } from './state.ts';
import { firingText } from './steps.ts';
import { numbered, stretches } from './why-false.ts';

/** Why the loop of a behaviour is not fair in the abstract specification: the first condition of its fairness that is not met. */
export function whyUnfair(refinement: RefinementTree, { states, loop }: Trace): Explanation {
  const { abstract, name } = refinement;
  assert(loop !== undefined, `a behaviour that violates the fairness of '${name}' goes round`);
  const { from } = loop;
  const mapped = states.slice(from).map((state): State => {
    const found = mappedState(refinement, state);
    assert(!(found instanceof Misfit), `each state of a behaviour that violates the fairness of '${name}' is mapped`);
    return found;
  });
  const labelling = labellingOf(abstract);
  const changes = mapped.map((state) => changesFrom(abstract, state, labelling));
  const unfair = labelling.conditions.flatMap((condition, index) => {
    const isOf = ({ label }: Change): boolean => isMeant(labelling, label, index);
    const enabled = changes.map((each) => each.filter(isOf));
    const isTaken = enabled.some((each, position) => {
      const next = mapped[(position + 1) % mapped.length];
      return next !== undefined && each.some(({ state }) => sameState(state, next));
    });
    const isEnabled = ({ length }: readonly Change[]): boolean => length > 0;
    const isOwed = condition.strength === 'weak' ? enabled.every(isEnabled) : enabled.some(isEnabled);
    return isOwed && !isTaken ? [{ condition, enabled }] : [];
  });
  const [first] = unfair;
  assert(first !== undefined, `the behaviour that violates '${name}' is fair in ${abstract.name}`);
  return explained(refinement, first.condition, first.enabled, from);
}

function explained(
  { abstract }: RefinementTree,
  { text }: FairnessCondition,
  enabled: readonly (readonly Change[])[],
  from: number,
): Explanation {
  const where = enabled.map(({ length }) => length > 0);
  const firings = new Set(enabled.flatMap((each) => each.map(({ outcome }) => firingText(outcome))));
  const states = numbered(
    'state',
    stretches(where).map(([begin, end]) => [begin + from, end + from]),
  );
  return {
    text: `${text} of ${abstract.name}`,
    value: 'not met',
    bindings: [],
    given: [],
    reads: [
      {
        name: 'enabled',
        value: `${where.every(Boolean) && where.length > 1 ? 'in every state of the loop' : `in ${states}`}: ${[...firings].join(', ')}`,
      },
      { name: 'taken', value: 'by no step of the loop' },
    ],
  };
}
