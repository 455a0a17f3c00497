// What can be done in one state, and what is wrong with it: the steps that are enabled there, where each leads, and which properties a state or
// a step violates. By the plain meaning, for what is drawn.

import { fire, propertyNames, type Specification, type State, stepOf } from '../../checker/index.ts';
import { stepName } from '../report/trace.ts';
import { truthIn } from '../result/truths.ts';
import { judgeOf } from '../why/judge.ts';

export interface Firing {
  /** Undefined for a step that fails. */
  readonly after: State | undefined;
  readonly action: string;
  readonly actor: string | undefined;
  /** As people write it: `lock(c: cpu1)`. */
  readonly full: string;
  /** As people read it, with who acts. */
  readonly text: string;
  readonly violates: readonly string[];
}

export interface Look {
  /** The properties that a state violates; `isLast`: also that nobody can go on there. */
  readonly violatedIn: (state: State, isLast: boolean) => readonly string[];
  /** Whether a constraint excludes it, so that nothing leads on from it. */
  readonly isCut: (state: State) => boolean;
  readonly firingsIn: (state: State) => readonly Firing[];
}

/** How the states of a specification are looked at. */
export function lookAt(specification: Specification): Look {
  const { constraints, actions, unclaimed } = specification;
  const judges = propertyNames(specification)
    .filter(({ name, kind }) => kind !== 'reachable' && !unclaimed.includes(name))
    .map(({ name }) => ({ name, judge: judgeOf(specification, name) }));
  return {
    violatedIn: (state, isLast) =>
      judges.flatMap(({ name, judge }) =>
        judge.state(state) === undefined && (!isLast || judge.end(state) === undefined) ? [] : [name],
      ),
    isCut: (state) => constraints.some(({ node }) => truthIn(node, { state, bound: new Map() }) !== true),
    firingsIn: (state) =>
      actions
        .flatMap((action) => fire(action, state))
        .map((outcome) => {
          const step = stepOf(outcome);
          const { action, actor, failure, text: full } = step;
          const name = stepName(step);
          const about = { action, actor, full, text: actor === undefined ? name : `${actor}: ${name}` };
          if (outcome.result.kind === 'failure')
            return { ...about, after: undefined, violates: [failure?.property ?? 'it fails'] };
          const after = outcome.result.state;
          const violates = judges.flatMap(({ name: property, judge }) =>
            judge.step(state, action, after) === undefined ? [] : [property],
          );
          return { ...about, after, violates };
        }),
  };
}
