// Mistakes that the types refuse: one line for each. If a refusal is ever lost, `npm run typecheck` fails on the unused expectation.
// What the types cannot see is refused while loading or building: test/command/mistakes.test.ts. Never run.

import {
  action,
  all,
  always,
  any,
  assuming,
  bool,
  branch,
  cases,
  count,
  critical,
  enumeration,
  eventually,
  everyStep,
  exists,
  fn,
  forall,
  ids,
  ifThenElse,
  leadsTo,
  lock,
  maybe,
  model,
  none,
  not,
  otherwise,
  procedure,
  process,
  processes,
  range,
  refines,
  someStep,
  spec,
  step,
  strongly,
  variables,
  weakly,
  when,
  type Bool,
  type Operand,
  type Temporal,
} from 'ballast';

const Cpu = ids('cpu', 2);
const Node = ids('node', 2);
const Worker = processes('worker', 2);
const { pc, owner, up, down, flag, n, mutex } = variables({
  pc: fn(Cpu, enumeration('idle', 'spinning')),
  owner: maybe(Cpu),
  up: bool,
  down: bool,
  flag: enumeration('up', 'down'),
  n: range(0, 3),
  mutex: lock('sleep'),
});
const vars = { pc, owner, up, down, flag, n, mutex };

action({ c: Cpu, other: Node, d: Cpu }, ({ c, other, d }) => {
  const a = pc.at(c).is('idle');
  const b = owner.is(c);

  // JavaScript's connectives and conditions.
  // @ts-expect-error TS2801 a && b drops a
  const and: Bool = a && b;
  // @ts-expect-error TS2322 !a is a boolean
  const no: Bool = !a;
  // @ts-expect-error TS2801 a ? x : y always takes x
  const chosen = n.becomes(a ? 1 : 2);
  // @ts-expect-error TS2801 if (a) is always taken
  if (a) n.becomes(1);

  // JavaScript's comparisons and arithmetic.
  // @ts-expect-error TS2322 owner === c is a boolean
  const same: Bool = owner === c;
  // @ts-expect-error TS2365 expressions have no <
  const less = n < 2;
  // @ts-expect-error TS2365 expressions have no +
  const sum = n + 1;
  // @ts-expect-error TS2322 some() gives a boolean
  const some: Bool = [c, d].some((each) => each === c);
  // @ts-expect-error TS2367 no overlap
  const text = pc.at(c) === 'idle';
  // @ts-expect-error TS2367 no overlap
  const loose = flag == 'up';
  switch (flag) {
    // @ts-expect-error TS2678 no overlap
    case 'up':
      break;
  }

  // Wrong values.
  // @ts-expect-error TS2345 a label that does not exist
  pc.at(c).is('idel');
  // @ts-expect-error TS2345 an identifier of another sort
  owner.is(other);
  // @ts-expect-error TS2345 an index of another sort
  pc.at(other);
  // @ts-expect-error TS2538 an expression is no index
  pc[c];
  // @ts-expect-error TS2345 text is no identifier
  pc.at(`${c}`);
  // @ts-expect-error TS2769 a value of another sort
  n.becomes('idle');
  // @ts-expect-error TS2339 a truth value is compared with iff
  up.is(true);
  // @ts-expect-error TS2345 a comparison by JavaScript where a truth value is meant
  all(a, up === down);
  // @ts-expect-error TS2345 the same in any
  any(owner === c);
  // @ts-expect-error TS2345 the same in not
  not(owner === c);
  // @ts-expect-error TS2345 the same behind =>
  a.implies(owner === c);
  // @ts-expect-error TS2769 the same in ifThenElse
  ifThenElse(owner === c, n, 2);
  // @ts-expect-error TS2322 the same in a quantifier
  forall({ x: Cpu }, ({ x }) => x === c);
  // @ts-expect-error TS2339 a parameter is no place
  c.becomes(d);

  // Guards and updates in each other's place.
  // @ts-expect-error TS2739 an update where a condition is due
  action({ when: [n.becomes(1)] });
  // @ts-expect-error TS2740 a condition where an update is due
  action({ then: [n.is(1)] });
  // @ts-expect-error TS2322 forgot .is(…)
  action({ when: [pc.at(c)] });
  // @ts-expect-error TS2322 forgot ()
  action({ when: [a.not] });

  // What the types let pass: the loader refuses it, and the lint says so on these lines (test/lint.test.ts).
  const either = a || b; // lint
  const first = owner ?? b; // lint
  const kept = [a, b].filter(() => a); // lint
  while (b) n.becomes(1); // lint
  return { when: [and, no, same, some, either, ...kept], then: [chosen, n.becomes(first === b ? 1 : 2)] };
});

const run = action({ then: [n.becomes(1)] });
const init = { pc: 'idle', owner: none, up: false, down: false, flag: 'up', n: 0, mutex: 'free' } as const;
// @ts-expect-error TS2322 fairness of an action that does not exist
spec({ variables: vars, init, actions: { run }, fairness: [strongly('rum')] });
// @ts-expect-error TS2322 the same among several
spec({ variables: vars, init, actions: { run }, fairness: [weakly(['run', 'rum'])] });
// @ts-expect-error TS2322 a name where a fairness is due
spec({ variables: vars, init, actions: { run }, fairness: ['run'] });
// @ts-expect-error TS2322 parameters are named in a list
weakly('run', { each: 'c' });
// @ts-expect-error TS2353 an option that does not exist
strongly('run', { of: ['c'] });
// @ts-expect-error TS2345 a process kind is called by its name
weakly(Worker);
// @ts-expect-error TS2741 a variable without initial value
spec({ variables: { n, owner }, init: { n: 0 }, actions: { run } });
// @ts-expect-error TS2353 an initial value of no variable
spec({ variables: { n }, init: { n: 0, m: 1 }, actions: { run } });
// @ts-expect-error TS2322 an initial value of another sort
spec({ variables: { n }, init: { n: 'idle' }, actions: { run } });
// @ts-expect-error TS2353 a part that does not exist
spec({ variables: { n }, init: { n: 0 }, actions: { run }, invariant: {} });

// Temporal formulas and truth values in each other's place.
const live = eventually(n.is(1));
spec({ variables: { n }, init: { n: 0 }, actions: { run }, liveness: { live, each: forall({ c: Cpu }, () => live) } });
// @ts-expect-error TS2739 a formula is no invariant
spec({ variables: { n }, init: { n: 0 }, actions: { run }, invariants: { live } });
// @ts-expect-error TS2739 a truth value is no liveness
spec({ variables: { n }, init: { n: 0 }, actions: { run }, liveness: { up } });
// @ts-expect-error TS2739 a condition and a formula are a formula
const mixed: Bool = all(up, live);
// @ts-expect-error TS2739 the negation of a formula is one
const negated: Bool = not(live);
// @ts-expect-error TS2739 so is what a condition implies
const implied: Bool = up.implies(live);
// @ts-expect-error TS2739 conditions are no formula by themselves
const lifted: Temporal = all(up, down);
// @ts-expect-error TS2739 nor under a quantifier
const quantified: Temporal = exists({ x: Cpu }, ({ x }) => owner.is(x));
// @ts-expect-error TS2739 a formula about one step
everyStep(live);
// @ts-expect-error TS2739 the same for some step
someStep(eventually(up));
// @ts-expect-error TS2345 a comparison by JavaScript among formulas
any(live, up === down);
// @ts-expect-error TS2345 a comparison by JavaScript behind a formula's =>
live.implies(up === down);
// @ts-expect-error TS2554 what is assumed, of nothing
assuming(live);
// @ts-expect-error TS2339 a formula is no place
live.becomes(up);
// @ts-expect-error TS2739 a formula is counted
count({ x: Cpu }, () => live);
// @ts-expect-error TS2769 a formula chooses
ifThenElse(live, n, 2);
// @ts-expect-error TS2739 a formula as what can always be reached again
spec({ variables: { n }, init: { n: 0 }, actions: { run }, recoverable: { live } });
// @ts-expect-error TS2739 a formula as a guard
when(live);
// @ts-expect-error TS2345 a comparison by JavaScript in a formula
leadsTo(owner === none, up);
// @ts-expect-error TS2322 a comparison by JavaScript under a quantifier
always(forall({ x: Cpu }, ({ x }) => owner === x));
// @ts-expect-error TS2801 JavaScript's && drops a formula
const both: Temporal = live && eventually(up);
// @ts-expect-error TS2345 a formula of no state predicate
eventually(n);

// Refinements.
const abstract = model('abstract', {}, () => spec({ variables: { n }, init: { n: 0 }, actions: { run } }));
refines(abstract, {}, { n: cases([up, 0], [otherwise, n]) }, { sorts: { cpu: Cpu } });
// @ts-expect-error TS2739 an abstract specification without a mapping
spec({ variables: { n }, init: { n: 0 }, actions: { run }, refinements: { abstract } });
// @ts-expect-error TS2739 a model without constants and mapping
refines(abstract, {});
// @ts-expect-error TS2769 an expression for a constant
refines(abstract, { fair: up }, { n });
// @ts-expect-error TS2322 a size for identifiers
refines(abstract, {}, { n }, { sorts: { cpu: 2 } });
// @ts-expect-error TS2322 a truth value of JavaScript for a condition
cases([true, 0], [otherwise, 1]);

// Statements.
const isolate = procedure('isolate', { c: Cpu }, bool, ({ c, ret }) => [ret(owner.is(c))]);
// @ts-expect-error TS2345 a result of another sort
procedure('odd', { c: Cpu }, bool, ({ c, ret }) => [ret(c)]);
// @ts-expect-error TS2554 a result where none is declared
procedure('none', { c: Cpu }, ({ c, ret }) => [ret(c)]);
process(Worker, ({ self, local }) => [
  // @ts-expect-error TS2345 an update is no statement
  critical(mutex, [n.becomes(1)]),
  // @ts-expect-error TS2345 a condition is no part of a step
  step('wait', n.is(1)),
  // @ts-expect-error TS2345 a comparison by JavaScript
  step('compare', when(n === local('x', range(0, 1)))),
  // @ts-expect-error TS2345 a comparison by JavaScript
  branch(owner === self, []),
  // @ts-expect-error TS2353 an argument that does not exist
  isolate({ c: owner.value(), d: 1 }),
  // @ts-expect-error TS2769 a result of another sort
  n.becomes(isolate({ c: owner.value() })),
  // @ts-expect-error TS2345 not a lock
  critical(n, []),
]);
// @ts-expect-error TS2322 one identifier sort for another
const wrong: Operand<typeof Cpu> = Node;
// @ts-expect-error TS2345 build gives a specification
model('nothing', {}, () => ({}));
export type Kept =
  typeof wrong | typeof both | typeof mixed | typeof negated | typeof implied | typeof lifted | typeof quantified;
