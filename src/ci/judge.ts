// Whether a suite found what is expected of it. Fails closed: what is not decided, says nothing, or was never compared is a failure.

import { arrived } from '../threads/carried-error.ts';
import { isCalled, untold } from '../report/coverage.ts';
import { printCounted, printSteps } from '../report/numbers.ts';
import { printLength } from '../report/lasso.ts';
import { renderError, shownPath } from '../report/errors.ts';
import { whyOpen } from '../report/verdicts.ts';
import { listed } from '../report/words.ts';
import type { CheckResult, NeverExercisedResult, PropertyResult } from '../result/result.ts';
import { exitStatus, firstViolated, isAnyOpen, mayViolateMore } from '../result/status.ts';
import { vacuitiesOf } from '../result/vacuity.ts';
import type { Answer, Failed, Gone } from './answer.ts';
import type { Expected, Job } from './jobs.ts';
import type { Problem } from './outcome.ts';
import type { SuiteEntry } from './project.ts';

/** What is wrong with a suite; nothing where all is as expected. */
export function problemsOf(job: Job, answer: Answer, cwd: string): readonly Problem[] {
  switch (answer.kind) {
    case 'failed':
      return [errorProblem(answer, cwd)];
    case 'gone':
      return [goneProblem(answer)];
    case 'checked':
      return [
        ...emptyProblems(answer.result),
        ...expectationProblems(job, answer.result),
        ...idleProblems(job, answer.result),
      ];
  }
}

/** Why a suite is not decided, where that is no failure. */
export function undecidedNote(job: Job, result: CheckResult): string | undefined {
  return job.mayBeUndecided && isOpen(job.expected, judgedOf(result))
    ? `not decided, as the config allows: ${reasonOf(result)}`
    : undefined;
}

function errorProblem({ error }: Failed, cwd: string): Problem {
  const {
    what,
    places = [],
    mend,
  } = 'text' in error ? { what: error.text } : { ...error, what: error.what ?? error.message };
  const [place] = places;
  const { status } = renderError(arrived(error), { cwd, debug: false });
  return {
    kind: status === exitStatus.internal ? 'crash' : 'error',
    message: what,
    ...(mend === undefined || mend === '' ? {} : { mend }),
    ...(place === undefined
      ? {}
      : { place: { file: shownPath(place.file, cwd), line: place.line, column: place.column } }),
    status,
  };
}

function goneProblem({ reason, isOutOfMemory }: Gone): Problem {
  return {
    kind: 'crash',
    message: `the process that checked it is gone: ${reason}`,
    mend: isOutOfMemory
      ? 'give it a budget of memory, make its constants smaller, or run fewer at once: --workers 1'
      : 'check it by itself, to see what happens: ballast check',
    status: isOutOfMemory ? exitStatus.undecided : exitStatus.internal,
  };
}

/** A check of nothing would pass whatever the specification says. */
function emptyProblems(result: CheckResult): Problem[] {
  if (judgedOf(result).some(({ kind }) => kind !== 'domain')) return [];
  return [
    {
      kind: 'vacuous',
      message: 'no property is checked',
      mend: 'give the specification invariants, or select others',
      status: exitStatus.vacuous,
    },
  ];
}

function expectationProblems(job: Job, result: CheckResult): Problem[] {
  const { expected } = job;
  const judged = judgedOf(result);
  const violated = firstViolated(judged);
  if (isOpen(expected, judged)) return job.mayBeUndecided ? [] : [undecidedProblem(result)];
  return expected.kind === 'violates'
    ? violationProblems(expected, violated)
    : holdsProblems(expected, judged, violated);
}

/** Whether too little is decided to tell whether it is as expected. */
function isOpen({ kind, names }: Expected, judged: readonly PropertyResult[]): boolean {
  const violated = firstViolated(judged);
  if (violated.length === 0) return isAnyOpen(judged);
  return kind === 'violates' && violated.every(({ name }) => names.includes(name)) && mayViolateMore(judged);
}

function undecidedProblem(result: CheckResult): Problem {
  const mend =
    result.ended === 'complete' ? 'make its constants smaller' : 'give it a larger budget or smaller constants';
  return {
    kind: 'not decided',
    message: `not decided: ${reasonOf(result)}`,
    mend: `${mend}, or let it be: mayBeUndecided: true`,
    status: exitStatus.undecided,
  };
}

function reasonOf({ ended, properties, counts }: CheckResult): string {
  if (ended === 'complete') return whyOpen(properties) ?? '';
  return `${endedWords[ended]} after ${printCounted(counts.statesDistinct, 'state')}`;
}

const endedWords: Readonly<Record<Exclude<CheckResult['ended'], 'complete'>, string>> = {
  violation: 'the search stopped at a violation',
  'max-states': 'the budget of states was used up',
  'max-depth': 'the budget of depth was used up',
  time: 'the budget of time was used up',
  memory: 'there was no memory left',
  interrupted: 'it was interrupted',
};

function violationProblems({ names, steps }: Expected, violated: readonly PropertyResult[]): Problem[] {
  const found = violated.map(({ name }) => name);
  const missing = names.filter((name) => !found.includes(name));
  const other = violated.filter(({ name }) => !names.includes(name));
  if (violated.length === 0)
    return missing.map((property) => ({
      kind: 'missing',
      message: `${property} holds, and was expected to be violated`,
      mend: 'the bug that it was to find is not found: look at what changed, or expect that it holds',
      property,
      status: exitStatus.unexpected,
    }));
  if (missing.length > 0 || other.length > 0)
    return (other.length > 0 ? other : violated).map((property) => ({
      kind: 'other',
      message: `${property.name} is violated${stepsOf(property)}, and what was expected is a violation of ${listed(names)}`,
      property: property.name,
      ...placeOf(property),
      status: exitStatus.unexpected,
    }));
  const [first] = violated;
  if (steps === undefined || first?.steps === steps) return [];
  return [
    {
      kind: 'other',
      message: `${listed(found)} ${found.length === 1 ? 'is' : 'are'} violated${first === undefined ? '' : stepsOf(first)}, and not ${printSteps(steps)} as expected`,
      ...(first === undefined ? {} : { property: first.name, ...placeOf(first) }),
      status: exitStatus.unexpected,
    },
  ];
}

function holdsProblems(
  { kind, names, steps }: Expected,
  judged: readonly PropertyResult[],
  violated: readonly PropertyResult[],
): Problem[] {
  if (violated.length > 0)
    return violated.map((property) => ({
      kind: 'violated',
      message:
        property.kind === 'reachable'
          ? `${property.name} cannot be reached`
          : `${property.name} is violated${stepsOf(property)}`,
      property: property.name,
      ...placeOf(property),
      status: exitStatus.unexpected,
    }));
  if (kind !== 'reaches') return [];
  const unjudged = names.find((name) => !judged.some((property) => property.name === name));
  if (unjudged !== undefined)
    return [
      {
        kind: 'missing',
        message: `${unjudged} is not checked, and was expected to be reached`,
        mend: `select it, too: properties: ['${unjudged}']; or select nothing`,
        property: unjudged,
        status: exitStatus.unexpected,
      },
    ];
  const named = judged.filter(({ name }) => names.includes(name));
  const odd = named.find((property) => property.kind !== 'reachable');
  if (odd !== undefined)
    return [
      {
        kind: 'other',
        message: `${odd.name} is no witness, and cannot be reached: it is ${odd.kind === 'action' ? 'an action property' : `of the kind '${odd.kind}'`}`,
        mend: "expect that it 'holds'",
        property: odd.name,
        ...placeOf(odd),
        status: exitStatus.unexpected,
      },
    ];
  const least = Math.min(...named.map((property) => property.steps ?? Infinity));
  if (steps === undefined || least === steps) return [];
  return [
    {
      kind: 'other',
      message: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} reached ${printSteps(least)}, and not ${printSteps(steps)} as expected`,
      property: names[0],
      status: exitStatus.unexpected,
    },
  ];
}

/** What was never exercised, and nobody said that it would not be. */
function idleProblems({ expected, unexercised }: Job, { neverExercised }: CheckResult): Problem[] {
  if (expected.kind === 'violates' || unexercised === 'locked') return [];
  const known = unexercised;
  const idle = untold(neverExercised).filter((each) => !known.some((name) => isCalled(each, name)));
  const odd = known.filter((name) => !neverExercised.some((each) => isCalled(each, name)));
  return [
    ...idle.map(({ kind, name, text }): Problem => ({
      kind: 'vacuous',
      message: idleWords[kind](name, text),
      mend: `mend the specification, or say that this is known: unexercised: ['${name}']`,
      ...(kind === 'antecedent' ? { property: name } : {}),
      status: exitStatus.vacuous,
    })),
    ...odd.map((name): Problem => ({
      kind: 'vacuous',
      message: `'${name}' is listed as unexercised, and is exercised, or not there`,
      mend: 'take it off the list',
      status: exitStatus.vacuous,
    })),
  ];
}

const idleWords: Readonly<Record<NeverExercisedResult['kind'], (name: string, text: string) => string>> = {
  action: (name) => `${name} is never enabled`,
  step: (name) => `${name} is never reached`,
  antecedent: (name, text) => `${name} says nothing: ${text} is never true`,
  assertion: (name) => `${name} is never asserted`,
  constraint: (name) => `the constraint ${name} cuts nothing off`,
  assumption: (name, text) => `${name} says nothing: no fair behaviour has ${text}`,
  fairness: (name) => `${name} says nothing: it is never enabled`,
  abstract: (_, text) => text,
  mapping: (name, text) => `${name} stands for what never changes: ${text}`,
};

function judgedOf({ properties }: CheckResult): readonly PropertyResult[] {
  return properties.filter(({ isSelected, isOn }) => isSelected && isOn);
}

function stepsOf({ steps, loop, kind }: PropertyResult): string {
  return steps === undefined || kind === 'reachable' ? '' : printLength({ steps, loop });
}

/** Where its rule is written; of an evaluation outside its domain, where it fails. */
function placeOf({ place, trace }: PropertyResult): Pick<Problem, 'place'> {
  const where = place ?? trace?.steps.at(-1)?.place;
  return where === undefined ? {} : { place: where };
}

/** Of entries that ask for it: what their suites together show nothing about. */
export function vacuityProblems(
  entries: readonly SuiteEntry[],
  jobs: readonly Job[],
  answers: ReadonlyMap<Job, Answer>,
): readonly Problem[] {
  return entries.flatMap((entry, number) => {
    if (!('suites' in entry) || entry.strict !== true) return [];
    const own = jobs.filter((job) => job.entry === number).map((job) => answers.get(job));
    const results = own.flatMap((answer) => (answer?.kind === 'checked' ? [answer.result] : []));
    // A property that is not violated where something went wrong may be one that can be.
    if (results.length < own.length || results.length === 0) return [];
    return vacuitiesOf(results).flatMap(({ model, neverViolated, neverReached, neverEvaluated }) => [
      ...neverViolated.map((name) =>
        vacuity(`no suite of ${model} violates ${name}: it may be that nothing can`, name),
      ),
      ...neverReached.map((name) => vacuity(`no suite of ${model} reaches ${name}`, name)),
      ...neverEvaluated.map((name) => vacuity(`no suite of ${model} checks ${name}`, name)),
    ]);
  });
}

function vacuity(message: string, property: string): Problem {
  return {
    kind: 'vacuous',
    message,
    mend: 'add a mutant or a suite that shows that it can be otherwise',
    property,
    status: exitStatus.vacuous,
  };
}
