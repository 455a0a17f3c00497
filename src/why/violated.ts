// ballast why violated: the rule that is broken taken apart in the state, or step, in which its shortest trace ends.

import {
  type ActionTree,
  type ConditionPart,
  dissect,
  fire,
  type Outcome,
  type PropertyResult as Found,
  type Specification,
  type StatementTree,
  UsageError,
} from '../../checker/index.ts';
import type { ViolatedAnswer } from '../result/answer.ts';
import { exitStatus } from '../result/status.ts';
import { type Answer, countedIn, cutShort, type Opened, shownIn } from './opened.ts';

/** @throws UsageError for a witness, which nothing violates */
export async function whyViolated(on: Opened, asked: string | undefined): Promise<Answer<ViolatedAnswer>> {
  const { specification } = on;
  if (specification.reachable.some(({ name }) => name === asked))
    throw new UsageError(`'${asked ?? ''}' is a witness, not a rule`, { mend: 'ask ballast why unreachable' });
  const exploration = await on.explored(specification, { properties: asked === undefined ? undefined : [asked] });
  const found = shownIn(exploration, asked);
  const searched = { cutShort: cutShort(exploration), ...countedIn(exploration) };
  if (found?.verdict.kind !== 'violated') {
    const isWhole = searched.cutShort === '';
    return {
      result: { question: 'violated', verdict: isWhole ? 'holds' : 'not decided', name: asked, ...searched },
      status: isWhole ? exitStatus.holds : exitStatus.undecided,
    };
  }
  const { verdict } = found;
  // Many assertions may be one property: the one that fails says what is wrong.
  const failure = verdict.trace?.steps.at(-1)?.failure;
  const condition = partViolated(specification, found);
  return {
    result: {
      question: 'violated',
      verdict: 'violated',
      name: found.name,
      ...searched,
      property: on.reported(specification, found),
      ...(failure === undefined ? {} : { asserted: { message: failure.message, path: failure.path } }),
      ...(condition === undefined ? {} : { condition }),
      brokenIn: verdict.form === 'invariant' ? 'state' : 'step',
      command: on.checkOf(found),
    },
    status: exitStatus.holds,
  };
}

/** What is violated, taken apart where it is; undefined where there is no condition to take apart: a deadlock, an evaluation without a value. */
export function partViolated(specification: Specification, { name, verdict }: Found): ConditionPart | undefined {
  if (verdict.kind !== 'violated') return undefined;
  const { form, trace, untraced } = verdict;
  const state = trace?.states.at(-1) ?? untraced?.state;
  const step = trace?.steps.at(-1);
  if (state === undefined) return undefined;
  if (form === 'invariant') {
    const tree = specification.invariants.find((each) => each.name === name);
    return tree && dissect(tree.node, { state, bound: new Map() });
  }
  if (form === 'action') {
    const tree = specification.actionProperties.find((each) => each.name === name);
    const before = trace?.states.at(-2);
    if (tree === undefined || before === undefined || step === undefined) return undefined;
    return dissect(tree.node, { state: before, successor: state, fired: step.action, bound: new Map() });
  }
  const action = specification.actions.find((each) => each.name === step?.action);
  if (form !== 'assertion' || action === undefined) return undefined;
  for (const outcome of fire(action, state)) {
    const part = assertionIn(action, outcome, name);
    if (part !== undefined) return part;
  }
  return undefined;
}

/** The assertion that fails in a firing, with what the step has done before it; undefined where it is not of this property. */
function assertionIn(
  action: ActionTree,
  { result, binding, choices }: Outcome,
  property: string,
): ConditionPart | undefined {
  if (result.kind !== 'failure' || result.failure.kind !== 'assertion' || result.failure.property !== property)
    return undefined;
  const bound = new Map(action.parameters.flatMap((binder, index) => entry(binder, binding[index])));
  const asserted: Extract<StatementTree, { kind: 'assert' }>[] = [];
  const visit = (statements: readonly StatementTree[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'assert') asserted.push(statement);
      if (statement.kind === 'if') [statement.then, statement.otherwise].forEach(visit);
      if (statement.kind !== 'choose') continue;
      for (const [position, { name, binders, body }] of statement.alternatives.entries()) {
        const taken = choices.find((choice) => choice.name === name && choice.position === position);
        if (taken === undefined) continue;
        for (const [index, binder] of binders.entries())
          for (const [key, value] of entry(binder, taken.binding[index])) bound.set(key, value);
        visit(body);
      }
    }
  };
  visit(action.body);
  for (const { assertion } of asserted) {
    if (assertion.path !== result.failure.path || assertion.property !== property) continue;
    const part = dissect(assertion.node, { state: result.state, bound });
    if (part.truth === 'false') return part;
  }
  return undefined;
}

function entry<K, V>(key: K, given: { readonly value: V } | undefined): [K, V][] {
  return given === undefined ? [] : [[key, given.value]];
}
