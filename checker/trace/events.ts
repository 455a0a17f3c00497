// What a step reads and writes, in order, by place: its guards and branches, and its assignments. From the step taken again by the interpreter.

import { assert } from '../language/errors.ts';
import type { Specification, StatementTree, UpdateTree } from '../language/tree.ts';
import { assigned } from '../interpret/assign.ts';
import { domainsOf, eachBinding } from '../interpret/evaluate.ts';
import { placeOf, spotOf } from '../interpret/places.ts';
import type { Trace } from '../interpret/result.ts';
import { sameState, type State } from '../interpret/state.ts';
import { DomainError, type World } from '../interpret/world.ts';
import { differencesAt, sortAt, type Path } from './path.ts';
import { domainReads, readsOf } from './reads.ts';
import { actionOf, take, type Taken } from './retrace.ts';

export type Event =
  /** A guard, a branch, an assertion: whether the step is taken, and how. */
  | {
      readonly kind: 'decided';
      readonly where: 'guard' | 'inside';
      readonly reads: readonly Path[];
      /** Of an assignment that fails the updates that do. */
      readonly failing?: readonly UpdateTree[];
    }
  | {
      readonly kind: 'assigned';
      readonly reads: readonly Path[];
      readonly writes: readonly Write[];
      /** The same for each of the updates that are made at once. */
      readonly updates: readonly Assigned[];
    };

export interface Assigned {
  readonly update: UpdateTree;
  readonly reads: readonly Path[];
  readonly writes: readonly Write[];
}

export interface Write extends Path {
  /** The least places below that have another value then. */
  readonly changed: readonly Path[];
}

export interface StepEvents {
  readonly events: readonly Event[];
  /** Where the process that acts stands: the step's own program counter. */
  readonly own: Path | undefined;
  readonly taken: Taken;
}

type Assign = Extract<StatementTree, { kind: 'assign' }>;

/** The events of every step. @throws InternalError where the interpreter does not find the trace again */
export function eventsOf(specification: Specification, { states, steps }: Trace): readonly StepEvents[] {
  return steps.map((step, index) => {
    const action = actionOf(specification, step);
    const [state, after] = [states[index], states[index + 1]];
    assert(state !== undefined, 'every step of a trace starts in a state');
    const self = action.by && step.binding[action.parameters.indexOf(action.by)]?.value;
    const position = specification.processes.find(({ name }) => name === step.process)?.position;
    const own: Path | undefined =
      self === undefined || position === undefined ? undefined : { variable: position, keys: [self] };
    const events: Event[] = [];
    const taken = take(action, step, state, {
      decided: (node, world, where) =>
        events.push({ kind: 'decided', where, reads: without(own, readsOf(node, world)) }),
      assigned: (statement, world, next) => events.push(assignment(specification, statement, world, next)),
    });
    const isAsBefore =
      step.failure === undefined
        ? taken.kind === 'successor' && after !== undefined && sameState(taken.state, after)
        : taken.kind === 'failed' && taken.property === step.failure.property;
    assert(isAsBefore, `step ${index + 1} of a trace, '${step.text}', leads elsewhere when it is taken again`);
    return { events, own, taken };
  });
}

function without(own: Path | undefined, reads: readonly Path[]): readonly Path[] {
  return own === undefined
    ? reads
    : reads.filter(({ variable, keys }) => variable !== own.variable || keys[0] !== own.keys[0]);
}

// An assignment that fails decides, by what is read up to the update that fails.
function assignment(specification: Specification, statement: Assign, world: World, after: State | undefined): Event {
  const { updates } = statement;
  if (after === undefined) {
    const failing = failingUpdates(updates, world);
    return {
      kind: 'decided',
      where: 'inside',
      reads: failing.flatMap((update) => updateReads(update, world)),
      failing,
    };
  }
  const each = updates.map((update): Assigned => {
    const writes: Write[] = [];
    eachOf(update, world, () => {
      const place = placeOf(update.target);
      const path = { variable: place.variable, keys: spotOf(place, world).keys };
      writes.push({ ...path, changed: differencesAt(path, sortAt(specification, path), world.state, after) });
    });
    return { update, reads: updateReads(update, world), writes };
  });
  return {
    kind: 'assigned',
    reads: each.flatMap(({ reads }) => reads),
    writes: each.flatMap(({ writes }) => writes),
    updates: each,
  };
}

// The one at fault; where it is so only beside others, those too.
function failingUpdates(updates: readonly UpdateTree[], world: World): readonly UpdateTree[] {
  const fails = (tried: readonly UpdateTree[]): boolean => {
    try {
      assigned({ kind: 'assign', updates: tried }, world);
      return false;
    } catch (error) {
      if (error instanceof DomainError) return true;
      throw error;
    }
  };
  const first = updates.findIndex((_, index) => fails(updates.slice(0, index + 1)));
  const alone = updates.slice(first, first + 1);
  return fails(alone) ? alone : updates.slice(0, first + 1);
}

function updateReads(update: UpdateTree, world: World): readonly Path[] {
  const { binders, target, value } = update;
  const reads: Path[] = [];
  try {
    eachOf(update, world, () => {
      const indices = indicesIn(target);
      reads.push(...domainReads(binders, world), ...[...indices, value].flatMap((node) => readsOf(node, world)));
    });
    // A domain without elements has been read as well.
    const [first] = binders;
    if (first?.domain !== undefined) reads.push(...readsOf(first.domain, world));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  return reads;
}

function indicesIn(target: UpdateTree['target']): readonly UpdateTree['target'][] {
  if (target.kind !== 'apply') return [];
  const [outer, ...indices] = target.args;
  return [...(outer === undefined ? [] : indicesIn(outer)), ...indices];
}

function eachOf({ binders }: UpdateTree, world: World, visit: () => void): void {
  if (binders.length === 0) visit();
  else eachBinding(domainsOf(binders), world, visit);
}
