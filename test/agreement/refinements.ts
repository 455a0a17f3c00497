// Specifications of which one is to refine another, drawn at random: the abstract one is the concrete one with some actions changed, and may not
// see all of it, so that about half of the questions are answered each way. And what refinement is, by firing both.

import fc from 'fast-check';
import { is, List } from 'immutable';
import {
  action,
  all,
  bool,
  each,
  enumeration,
  fire,
  fn,
  forall,
  ids,
  initialStates,
  labellingOf,
  maybe,
  model,
  none,
  oneOf,
  range,
  record,
  refines,
  spec,
  strongly,
  tuple,
  tupleOf,
  valueIn,
  variables,
  weakly,
  type ActionDeclaration,
  type Fairness,
  type SpecDeclaration,
  type Specification,
  type State,
} from '../../checker/index.ts';
import { changesFrom } from '../../checker/interpret/behaviours.ts';
import { withValue } from '../../checker/interpret/state.ts';
import { isMeant } from '../../checker/temporal/labels.ts';
import { hasFairCycle, type Edge, type Fair } from './fair-cycle.ts';

const Page = ids('page', 2);
const Pair = tuple(range(0, 1), bool);
const places = variables({
  count: range(0, 2),
  owner: maybe(Page),
  of: fn(Page, record({ kind: enumeration('a', 'b', 'c'), isUp: bool })),
  pair: Pair,
});
const { count, owner, of, pair } = places;

/** Actions whose updates are lawful wherever their guards are true. */
const lawful: readonly (() => ActionDeclaration)[] = [
  () => action({ when: [count.lessThan(2)], then: [count.increment()] }),
  () => action({ when: [count.moreThan(0)], then: [count.decrement(), owner.becomes(none)] }),
  () => action({ p: Page }, ({ p }) => ({ when: [owner.is(none)], then: [owner.becomes(p)] })),
  () => action({ p: Page }, ({ p }) => ({ when: [owner.is(p)], then: [of.at(p).field('isUp').becomes(true)] })),
  () =>
    action({ p: Page }, ({ p }) => ({
      when: [of.at(p).field('kind').is('a')],
      then: [of.at(p).field('kind').becomes('b'), of.at(p).field('isUp').becomes(of.at(p).field('isUp').not())],
    })),
  () => action({ then: [each({ p: Page }, ({ p }) => of.at(p).field('kind').becomes(of.at(p.next()).field('kind')))] }),
  () => action({ when: [pair.item(1)], then: [pair.item(0).becomes(count.modulo(2)), pair.item(1).becomes(false)] }),
  () => action({ then: [pair.item(1).becomes(pair.item(1).not())] }),
];

/** And some that fail in some states: there they lead nowhere. */
const failing: readonly (() => ActionDeclaration)[] = [
  () => action({ then: [count.increment()] }),
  () => action({ then: [of.at(owner.value()).field('isUp').becomes(false)] }),
  () =>
    action({ p: Page, q: Page }, ({ p, q }) => ({
      then: [of.at(p).field('kind').becomes('c'), of.at(q).field('kind').becomes('c')],
    })),
  () => action({ then: [each({ p: Page }, ({ p }) => of.at(p.next()).field('kind').becomes(of.at(p).field('kind')))] }),
  () => action({ p: Page }, ({ p }) => ({ when: [owner.value().is(p).not()], then: [owner.becomes(p)] })),
  () => action({ then: [each({ p: Page }, ({ p }) => of.at(p).becomes(of.at(owner.value()))), count.becomes(0)] }),
];

const number = fc.nat({ max: 99 });
const fairness = fc.record({ at: number, isStrong: fc.boolean(), isEach: fc.boolean() });
const shape = {
  actions: fc.array(number, { minLength: 1, maxLength: 4 }),
  changed: fc.array(fc.record({ at: number, to: number }), { maxLength: 2 }),
  starts: fc.constantFrom(0, 1, 2),
  abstractStarts: fc.constantFrom(0, 1, 2),
  /** Whether the abstract specification does not see what becomes of the pair. */
  isHidden: fc.boolean(),
  fair: fc.constant<readonly FairChoice[]>([]),
  abstractFair: fc.constant<readonly FairChoice[]>([]),
};

interface FairChoice {
  readonly at: number;
  readonly isStrong: boolean;
  readonly isEach: boolean;
}

/** Without fairness. */
export const choices = fc.record(shape);

export type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** With fairness of both, and otherwise mostly alike. */
export const fairChoices: fc.Arbitrary<Choices> = fc.record({
  ...shape,
  changed: fc.array(fc.record({ at: number, to: number }), { maxLength: 1 }),
  starts: fc.constant<0 | 1 | 2>(0),
  abstractStarts: fc.constant<0 | 1 | 2>(0),
  fair: fc.array(fairness, { maxLength: 4 }),
  abstractFair: fc.array(fairness, { minLength: 1, maxLength: 2 }),
});

function partsOf(actions: readonly ActionDeclaration[], starts: number, fair: readonly FairChoice[]) {
  return {
    variables: places,
    init: {
      count: starts === 2 ? oneOf(0, 1) : 0,
      owner: none,
      of: { kind: 'a', isUp: false },
      pair: tupleOf(Pair, 0, starts === 1),
    },
    actions: Object.fromEntries(actions.map((each_, index) => [`action${index}`, each_])),
    fairness: fair.map(({ at, isStrong, isEach }): Fairness => {
      const index = at % actions.length;
      const isOfPages = actions[index]?.build('').parameters.some(({ name }) => name === 'p') === true;
      return (isStrong ? strongly : weakly)(`action${index}`, { each: isEach && isOfPages ? ['p'] : [] });
    }),
    terminal: 'any',
  } as const;
}

function pick(list: readonly (() => ActionDeclaration)[], number_: number): ActionDeclaration {
  const made = list[number_ % list.length];
  if (made === undefined) throw new Error('nothing to pick');
  return made();
}

/** The concrete specification, which refines the other or not. */
export function built(chosen: Choices): Specification {
  const { actions, changed, starts, abstractStarts, isHidden, fair, abstractFair } = chosen;
  const concrete = actions.map((each_) => pick(lawful, each_));
  const abstract = [...concrete];
  for (const { at, to } of changed) abstract[at % abstract.length] = pick([...lawful, ...failing], to);
  const seen: SpecDeclaration = spec(partsOf(abstract, abstractStarts, abstractFair));
  return model('concrete', {}, () =>
    spec({
      ...partsOf(concrete, starts, fair),
      invariants: {
        counted: forall({ p: Page }, ({ p }) => all(count.atMost(2), owner.is(p).implies(owner.isNot(none)))),
      },
      refinements: { Abstract: refines(seen, { ...places, ...(isHidden ? { pair: tupleOf(Pair, 0, false) } : {}) }) },
    }),
  ).build();
}

/** Whether it does, by the plain meaning of both. */
export function isRefined(specification: Specification, { isHidden }: Choices): boolean {
  const abstract = specification.refinements[0]?.abstract;
  if (abstract === undefined) throw new Error('there is no refinement');
  const mapped = (state: State): State => (isHidden ? withValue(state, 'pair', List([0, false])) : state);
  const starts = startsOf(abstract);
  const seen: State[] = [...startsOf(specification)];
  if (!seen.every((state) => starts.some((start) => areAlike(start, mapped(state))))) return false;
  const labelling = labellingOf(specification);
  const edges: Edge[][] = [];
  for (const [number_, state] of seen.entries()) {
    const from = mapped(state);
    const allowed = abstract.actions.flatMap((each_) => successors(each_, from));
    const out: Edge[] = (edges[number_] = []);
    for (const { state: next, label } of changesFrom(specification, state, labelling)) {
      const to = mapped(next);
      if (!areAlike(from, to) && !allowed.some((one) => areAlike(one, to))) return false;
      let target = seen.findIndex((one) => areAlike(one, next));
      if (target < 0) target = seen.push(next) - 1;
      out.push({ to: target, label });
    }
  }
  return isFairlyRefined(specification, abstract, { states: seen.map(mapped), edges });
}

/** Whether every behaviour that is fair by the one is so by the other: no fair cycle that passes over an abstract condition for ever. */
function isFairlyRefined(
  specification: Specification,
  abstract: Specification,
  { states, edges }: { readonly states: readonly State[]; readonly edges: readonly (readonly Edge[])[] },
): boolean {
  const own = labellingOf(specification);
  const fair = own.conditions.map(({ strength }, index): Fair => ({
    strength,
    isMeant: ({ label }) => isMeant(own, label, index),
  }));
  const labelling = labellingOf(abstract);
  return labelling.conditions.every(({ strength }, index) => {
    const reached = states.map((state) =>
      changesFrom(abstract, state, labelling).flatMap(({ label, state: next }) =>
        isMeant(labelling, label, index) ? [next] : [],
      ),
    );
    const isEnabled = (state: number): boolean => (reached[state] ?? []).length > 0;
    const isTaken = (state: number, { to }: Edge): boolean =>
      (reached[state] ?? []).some((next) => areAlike(next, states[to] ?? next));
    const all_ = states.map((_, number_) => number_);
    const within = strength === 'weak' ? all_.filter(isEnabled) : all_;
    const kept = edges.map((each_, from) => each_.filter((edge) => !isTaken(from, edge)));
    return !hasFairCycle(within, { all: edges, kept, fair, isWanted: isEnabled });
  });
}

function areAlike(a: State, b: State): boolean {
  return Object.keys(places).every((name) => is(valueIn(a, name), valueIn(b, name)));
}

function startsOf(specification: Specification): readonly State[] {
  return [...initialStates(specification)].flatMap((start) => (start?.kind === 'successor' ? [start.state] : []));
}

function successors(action_: Specification['actions'][number], state: State): readonly State[] {
  return fire(action_, state).flatMap(({ result }) => (result.kind === 'successor' ? [result.state] : []));
}
