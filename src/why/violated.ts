// ballast why violated: the rule that is broken taken apart in the state, or step, in which its shortest trace ends.

import {
  type ActionTree,
  type ConditionPart,
  dissect,
  type Exploration,
  fire,
  type Outcome,
  type PropertyResult as Found,
  type Specification,
  type StatementTree,
} from '../../checker/index.ts';
import { foldWords } from '../report/layout.ts';
import { printCounted, printSteps } from '../report/numbers.ts';
import { shellLines } from '../report/shell-lines.ts';
import { renderWhy } from '../report/why.ts';
import { exitStatus } from '../result/status.ts';
import { type Answer, cutShort, type Opened, shownIn } from './opened.ts';
import { partLines } from './part-lines.ts';

export async function whyViolated(on: Opened, property: string | undefined): Promise<Answer> {
  const { specification, title } = on;
  const exploration = await on.explored(specification, { properties: property === undefined ? undefined : [property] });
  const found = shownIn(exploration, property);
  if (found?.verdict.kind !== 'violated') return unviolated(title, exploration, property);
  if (found.kind === 'reachable') {
    const text = `${title}: ${found.name} is a witness, and no state is one; ballast why unreachable says how close any comes`;
    return { lines: [foldWords(text, { indent: 2 })], status: exitStatus.holds };
  }
  const { name, verdict } = found;
  // Many assertions may be one property: the one that fails says what is wrong.
  const failure = verdict.trace?.steps.at(-1)?.failure;
  const rule = failure === undefined ? found.text : `${failure.message}, asserted by ${failure.path}`;
  const part = partViolated(specification, found);
  const where = verdict.form === 'invariant' ? 'the last state' : 'the last step';
  const said = `${name} is violated ${printSteps(verdict.steps ?? 0)}`;
  const head = foldWords(`${on.paint('strong', title)}: ${on.paint('bad', said)}`, { indent: 2 });
  const steps = shellLines('the steps: ', on.checkOf(found));
  return {
    lines:
      part === undefined
        ? [head, '', ...renderWhy(on.reported(specification, found)), '', ...steps]
        : [
            head,
            `  ${foldWords(`${name}: ${rule}`, { indent: 4, first: 2 })}`,
            '',
            `part by part in ${where}, the one that decides (>) first:`,
            '',
            ...partLines(part),
            '',
            ...steps,
          ],
    status: exitStatus.holds,
  };
}

function unviolated(title: string, exploration: Exploration, property: string | undefined): Answer {
  const what = property ?? 'nothing';
  const short = cutShort(exploration);
  const all = printCounted(exploration.counts.statesDistinct, 'reachable state');
  const text =
    short === ''
      ? `${what} is violated${property === undefined ? '' : ' nowhere'} in all ${all}`
      : `no violation of ${property ?? 'anything'} was found; ${short}`;
  return {
    lines: [foldWords(`${title}: ${text}`, { indent: 2 })],
    status: short === '' ? exitStatus.holds : exitStatus.undecided,
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
