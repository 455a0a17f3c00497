// What a trace shows, as something that can be asked of another trace too: whether a state, or a step, violates the property, and which
// places that decides. A witness shows that a state is reached.

import { applyNodes } from '../language/nodes.ts';
import { domainErrorName, terminalPath } from '../language/property-names.ts';
import type { ActionTree, Node, Specification } from '../language/tree.ts';
import { domainsOf, eachBinding, isTrue } from '../interpret/evaluate.ts';
import { fire } from '../interpret/fire.ts';
import type { CheckedKind } from '../interpret/result.ts';
import { sameState, type State } from '../interpret/state.ts';
import { withoutValueIn } from '../interpret/without-value.ts';
import { DomainError, type World } from '../interpret/world.ts';
import { domainReads, readsOf, type Read } from './reads.ts';
import { take } from './retrace.ts';

/** The property that a trace was made for. */
export interface Shown {
  readonly name: string;
  readonly kind: CheckedKind;
}

/** What of the state, or of the step, the violation reads; undefined where there is none. */
export type Evidence = readonly Read[] | undefined;

/** Whether a state shows it. */
export function inState(specification: Specification, shown: Shown, state: State): Evidence {
  if (shown.kind === 'deadlock') return inDeadlock(specification, state);
  const { invariants, reachable, constraints, terminal } = specification;
  const ends = terminal === 'any' ? [] : [{ name: terminalPath, node: terminal }];
  const world: World = { state, bound: new Map() };
  const evidence = inAny([...invariants, ...reachable, ...constraints, ...ends], shown, world);
  return evidence ?? inFormula(specification, shown, world);
}

/** Whether a step that leads to a state shows it. */
export function inStep(
  specification: Specification,
  shown: Shown,
  { from, to, action }: { readonly from: State; readonly to: State; readonly action: string },
): Evidence {
  if (sameState(from, to)) return undefined;
  const world: World = { state: from, successor: to, fired: action, bound: new Map() };
  return inAny(specification.actionProperties, shown, world) ?? inFormula(specification, shown, world);
}

/** Of a formula over behaviours: one of its conditions has no value. */
function inFormula(specification: Specification, { name }: Shown, world: World): Evidence {
  const found = withoutValueIn(specification, name, world);
  return found && readsOf(found.node, found.world);
}

function inAny(
  trees: readonly { readonly name: string; readonly node: Node }[],
  { name: shown, kind }: Shown,
  world: World,
): Evidence {
  for (const { name, node } of trees) {
    if (name !== shown && !shown.startsWith(`${name}: `)) continue;
    try {
      if (isTrue(node, world) === (kind === 'reachable') && name === shown) return readsOf(node, world);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (domainErrorName(name, error.text) === shown) return readsOf(node, world);
    }
  }
  return undefined;
}

/** In a deadlock every condition that holds somebody back is read, but not where the processes stand: that is who waits, not for what. */
function inDeadlock(specification: Specification, state: State): Evidence {
  const { actions, terminal, variables } = specification;
  if (terminal === 'any' || actions.some((action) => fire(action, state).length > 0)) return undefined;
  const plain: World = { state, bound: new Map() };
  if (isTrue(terminal, plain)) return undefined;
  const reads = [...readsOf(terminal, plain), ...actions.flatMap((action) => waitingReads(action, state))];
  const positions = new Set(variables.filter(({ role }) => role === 'position').map(({ name }) => name));
  return reads.filter(({ variable }) => !positions.has(variable));
}

function waitingReads(action: ActionTree, state: State): readonly Read[] {
  const world: World = { state, bound: new Map() };
  const guard = applyNodes(
    'all',
    action.when.map(({ node }) => node),
  );
  const reads = [...domainReads(action.parameters.slice(0, 1), world)];
  eachBinding(domainsOf(action.parameters), world, () => {
    reads.push(...domainReads(action.parameters, world), ...readsOf(guard, world));
  });
  const note = (node: Node, at: World): void => void reads.push(...readsOf(node, at));
  fire(action, state, {
    blocked: (_, binding, choices) =>
      void take(action, { binding, choices }, state, {
        decided: note,
        assigned: ({ updates }, at) => {
          for (const { target, value } of updates) for (const node of [target, value]) note(node, at);
        },
      }),
  });
  return reads;
}
