// Ample sets judged by what they promise, not by how they were found: on the whole graph of a small specification, every way that leads on without
// the process that goes alone is followed, and each step on it is tried before and after.

import { Map as FunctionValue, is } from 'immutable';
import { antecedentsOf } from '../../checker/language/antecedents.ts';
import type { Specification } from '../../checker/index.ts';
import { aloneBy } from '../../checker/interpret/ample.ts';
import { isTrue } from '../../checker/interpret/evaluate.ts';
import { fire, type Outcome } from '../../checker/interpret/fire.ts';
import { initialStates } from '../../checker/interpret/initial.ts';
import { sameState, type State } from '../../checker/interpret/state.ts';
import { DomainError, type World } from '../../checker/interpret/world.ts';
import type { AmplePlan } from '../../checker/reduce/ample.ts';
import { dispatchOf } from '../../checker/reduce/families.ts';

/** A firing: what tells it from all others of a state, whose it is, and where it leads. */
interface Step {
  readonly name: string;
  readonly who: string;
  readonly outcome: Outcome;
  /** The number of the state; undefined where it fails. */
  readonly to: number | undefined;
}

interface Graph {
  readonly states: readonly State[];
  readonly steps: readonly (readonly Step[])[];
}

/** The first promise that is broken, as a sentence; undefined where all are kept, or where there are too many states to look at. */
export function brokenPromise(specification: Specification, plan: AmplePlan, statesMost: number): string | undefined {
  const graph = graphOf(specification, statesMost);
  if (graph === undefined) return undefined;
  const alone = aloneBy(specification, plan);
  const ample = graph.states.map((state, at) => {
    const firings = alone(state, () => undefined);
    const [first] = firings?.[0]?.outcomes ?? [];
    if (firings === undefined || first === undefined) return undefined;
    const names = new Set(firings.flatMap(({ outcomes }) => outcomes.map(nameOf)));
    const steps = (graph.steps[at] ?? []).filter(({ name }) => names.has(name));
    return { who: steps[0]?.who ?? '', steps };
  });
  const sees = visibility(specification);
  for (const [at, chosen] of ample.entries()) {
    if (chosen === undefined) continue;
    const broken = brokenAt(graph, at, chosen, sees);
    if (broken !== undefined) return broken;
  }
  return ignored(ample.map((chosen) => chosen?.steps.flatMap(({ to }) => to ?? []) ?? []));
}

function graphOf(specification: Specification, statesMost: number): Graph | undefined {
  const whoOf = whoIn(specification);
  const states: State[] = [];
  const byHash = new Map<number, number[]>();
  const numberOf = (state: State): number => {
    const there = byHash.get(state.hashCode()) ?? [];
    const known = there.find((number) => is(states[number], state));
    if (known !== undefined) return known;
    byHash.set(state.hashCode(), [...there, states.length]);
    return states.push(state) - 1;
  };
  for (const initial of initialStates(specification)) if (initial?.kind === 'successor') numberOf(initial.state);
  const steps: Step[][] = [];
  for (let at = 0; at < states.length; at += 1) {
    const state = states[at];
    if (state === undefined || states.length > statesMost) return undefined;
    steps.push(
      specification.actions.flatMap((action) =>
        fire(action, state).map((outcome) => ({
          name: nameOf(outcome),
          who: whoOf(outcome),
          outcome,
          to: outcome.result.kind === 'successor' ? numberOf(outcome.result.state) : undefined,
        })),
      ),
    );
  }
  return { states, steps };
}

function nameOf({ action, binding, choices }: Outcome): string {
  const values = (bound: Outcome['binding']): string => bound.map(({ value }) => JSON.stringify(value)).join(',');
  const chosen = choices.map(({ position, binding: picked }) => `${position}(${values(picked)})`).join('/');
  return `${action.name}(${values(binding)})${chosen}`;
}

function whoIn(specification: Specification): (outcome: Outcome) => string {
  const { families } = dispatchOf(specification);
  return ({ action, binding }) => {
    for (const [number, { members }] of families.entries()) {
      const member = members.find((each) => each.action === action);
      if (member === undefined) continue;
      const at = member.self === undefined ? -1 : action.parameters.indexOf(member.self);
      return `${number} ${JSON.stringify(at < 0 ? 0 : binding[at]?.value)}`;
    }
    return 'nobody';
  };
}

type Sees = ReturnType<typeof visibility>;

/** What is found wrong (or, of a witness, right) of a state, and of a step, by name. */
function visibility({ invariants, reachable, actionProperties }: Specification): {
  readonly ofState: (state: State) => readonly string[];
  readonly ofStep: (before: State, outcome: Outcome) => readonly string[];
} {
  const found = (name: string, foundWhen: boolean, truth: () => boolean, isSilent = false): readonly string[] => {
    try {
      return truth() === foundWhen ? [name] : [];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return isSilent ? [] : [`${name}: ${error.text}`];
    }
  };
  return {
    ofState: (state) => {
      const world = (): World => ({ state, bound: new Map() });
      return [
        ...invariants.flatMap(({ name, node }) => found(name, false, () => isTrue(node, world()))),
        ...reachable.flatMap(({ name, node }) => found(name, true, () => isTrue(node, world()))),
        ...invariants.flatMap(({ name, node }) =>
          antecedentsOf(node).flatMap((each, index) =>
            found(`${name} antecedent ${index}`, true, () => isTrue(each.node, world()), true),
          ),
        ),
      ];
    },
    ofStep: (before, { action, result }) => {
      if (result.kind === 'failure') return [result.failure.property];
      if (sameState(before, result.state)) return [];
      const world = (): World => ({ state: before, successor: result.state, fired: action.name, bound: new Map() });
      return actionProperties.flatMap(({ name, node }) => found(name, false, () => isTrue(node, world())));
    },
  };
}

function brokenAt(
  { states, steps }: Graph,
  start: number,
  chosen: { readonly who: string; readonly steps: readonly Step[] },
  sees: Sees,
): string | undefined {
  const stateAt = (number: number): State => states[number] ?? (FunctionValue<string, never>().asImmutable() as never);
  const names = chosen.steps.map(({ name }) => name).join(' ');
  const seen = new Set([start]);
  const pending = [start];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const here = steps[at] ?? [];
    const mine = here.filter(({ who }) => who === chosen.who);
    const others = here.filter(({ who }) => who !== chosen.who);
    const where = `${chosen.who} alone in state ${start}, seen from ${at}`;
    if (mine.map(({ name }) => name).join(' ') !== names) return `${where}: its steps are others`;
    for (const step of mine) {
      if (step.to === undefined) return `${where}: ${step.name} fails`;
      const [before, after] = [sees.ofState(stateAt(at)), sees.ofState(stateAt(step.to))];
      const hidden = before.find((name) => !after.includes(name));
      if (hidden !== undefined) return `${where}: ${step.name} hides ${hidden}`;
      if (sees.ofStep(stateAt(at), step.outcome).length > 0) return `${where}: ${step.name} is seen`;
      for (const other of others) {
        const later = (steps[step.to] ?? []).find(({ name }) => name === other.name);
        if (later === undefined) return `${where}: ${step.name} disables ${other.name}`;
        const [found, foundLater] = [
          sees.ofStep(stateAt(at), other.outcome).join(),
          sees.ofStep(stateAt(step.to), later.outcome).join(),
        ];
        if (found !== foundLater) return `${where}: ${other.name} is ${found}, after ${step.name} it is ${foundLater}`;
        if (other.to === undefined) continue;
        const around = (steps[other.to] ?? []).find(({ name }) => name === step.name);
        if (around === undefined) return `${where}: ${other.name} disables ${step.name}`;
        if (around.to !== later.to) return `${where}: ${other.name} and ${step.name} do not commute`;
      }
    }
    for (const { to } of others) {
      if (to === undefined || seen.has(to)) continue;
      seen.add(to);
      pending.push(to);
    }
  }
  return undefined;
}

/** A cycle of states of each of which one process alone is explored. */
function ignored(next: readonly (readonly number[])[]): string | undefined {
  const state = new Map<number, 'open' | 'done'>();
  for (const start of next.keys()) {
    const pending: { readonly at: number; readonly isLeaving: boolean }[] = [{ at: start, isLeaving: false }];
    for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
      const { at, isLeaving } = top;
      if (isLeaving) {
        state.set(at, 'done');
        continue;
      }
      if (state.get(at) === 'open') return `a cycle of steps taken alone goes through state ${at}`;
      if (state.get(at) === 'done') continue;
      state.set(at, 'open');
      pending.push({ at, isLeaving: true });
      for (const to of next[at] ?? []) {
        if (state.get(to) === 'open') return `a cycle of steps taken alone goes through state ${to}`;
        if (!state.has(to)) pending.push({ at: to, isLeaving: false });
      }
    }
  }
  return undefined;
}
