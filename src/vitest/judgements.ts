// What a result answers to what a test claims of it: yes, no, or that it cannot be said, and then no claim passes, negated or not. Plain
// functions of a result, without a test runner.

import { nearest, notClaimed } from '../../checker/index.ts';
import { isCalled, shortPath, unexercisedRows, untold } from '../report/coverage.ts';
import { foldWords } from '../report/layout.ts';
import { printLength } from '../report/lasso.ts';
import { printCount } from '../report/numbers.ts';
import { explored, pastedRace } from '../report/race.ts';
import { wholeExplored, wholeSpace } from '../report/reductions.ts';
import { judgedOf, sentence, stopped } from '../report/verdicts.ts';
import { listed, printIdentity } from '../report/words.ts';
import { printExpectation } from '../result/expectation.ts';
import { firstViolated } from '../result/status.ts';
import { isDepthKept, isReduced, statesInAll } from '../result/reductions.ts';
import type { CheckResult, PropertyResult } from '../result/result.ts';

export interface Judgement {
  /** Undefined where nobody can tell. */
  readonly isSo: boolean | undefined;
  /** Whether it was asked so that no result could answer; then no counterexample would help either. */
  readonly isAskedWrongly?: boolean;
  /** What there is to say, in a sentence. */
  readonly said: string;
  /** How to mend what was asked wrongly, or what says nothing. */
  readonly mend?: string | undefined;
  /** The one property that it is about. */
  readonly about?: PropertyResult | undefined;
}

export interface HoldOptions {
  /** What is known to be never exercised, by name: an action never enabled, a rule whose premise is never true. Anything else is a failure. */
  readonly unexercised?: readonly string[];
}

export interface StepsOption {
  /** Of the shortest behaviour. */
  readonly steps?: number;
}

export interface StatesExpected {
  readonly distinct?: number;
  readonly generated?: number;
  readonly depth?: number;
  /** Of the state space: the same where the same states were explored. */
  readonly digest?: string;
}

/** The judgement as a text: a sentence, how to mend what is wrong with the question, the counterexample as a race. */
export function textOf(result: CheckResult, { said, mend, about, isAskedWrongly = false }: Judgement): string {
  if (isAskedWrongly) {
    const sentence = foldWords(`${printIdentity(result.specification)}: ${said}`, { indent: 2, first: 0 });
    return mend === undefined ? sentence : `${sentence}\n  ${foldWords(mend, { indent: 2 })}`;
  }
  const shown = about?.kind === 'reachable' && about.trace !== undefined ? [about] : [];
  const properties = about === undefined ? result.properties : [about];
  return pastedRace({ ...result, properties }, said, explored(result), { shown, isTitled: false, mend });
}

/** Whether all that was checked holds, and says something. */
export function holding(result: CheckResult, { unexercised = [] }: HoldOptions = {}): Judgement {
  const said = sentence(result);
  if (result.verdict === 'violated') return { isSo: false, said };
  if (result.verdict === 'not decided') return { isSo: undefined, said };
  return sayingNothing(result) ?? unexercisedIn(result, unexercised) ?? { isSo: true, said };
}

/** What is wrong with a result in which nothing is violated because nothing was asked; undefined where something was. */
function sayingNothing({ properties }: CheckResult): Judgement | undefined {
  const judged = judgedOf(properties);
  // Who leaves out what is claimed, and asks for deadlock, has asked for it.
  const isChosen = properties.some((each) => isDeclared(each) && !each.isSelected && each.reason !== notClaimed);
  if (judged.some(isDeclared) || (judged.length > 0 && isChosen)) return undefined;
  const what = judged.length === 0 ? 'nothing was checked' : 'nothing but deadlock was checked';
  return {
    isSo: undefined,
    isAskedWrongly: true,
    said: `${what}, so that it holds says nothing`,
    mend: 'claim a property, or ask for one',
  };
}

function isDeclared({ kind, isOn }: PropertyResult): boolean {
  return kind !== 'deadlock' && isOn;
}

/** What is wrong with what was never exercised, besides what is known; undefined where all is well. Known only once all was explored. */
export function unexercisedIn(result: CheckResult, known: readonly string[]): Judgement | undefined {
  if (result.ended !== 'complete') return { isSo: undefined, said: sentence(result) };
  const all = result.neverExercised;
  const idle = known.find((name) => !all.some((each) => isCalled(each, name)));
  if (idle !== undefined) {
    const names = all.flatMap(({ name }) => [name, shortPath(name)]);
    const near = nearest(idle, names);
    const mend = near === undefined ? 'take it out of unexercised' : `did you mean '${near}'?`;
    return { isSo: undefined, isAskedWrongly: true, said: `nothing called '${idle}' was left unexercised`, mend };
  }
  const found = untold(all).filter((each) => !known.some((name) => isCalled(each, name)));
  if (found.length === 0) return undefined;
  const words = unexercisedRows(found).map(([label, parts]) => `${label}: ${parts.join(', ')}`);
  const names = [...new Set(found.map(({ name }) => `'${shortPath(name)}'`))];
  const list = `unexercised: [${names.join(', ')}]`;
  return {
    isSo: undefined,
    said: `nothing is violated, but not all of it was exercised; ${words.join('; ')}`,
    mend:
      list.length < listMost
        ? `where that is meant, say so: ${list}`
        : `where that is meant, name them in unexercised:\n${names.map((name) => `${name},`).join('\n')}`,
  };
}

/** A longer list would be folded, within its names, and could not be pasted. */
const listMost = 42;

/** Whether the property is violated. */
export function violating(result: CheckResult, name: string, { steps }: StepsOption = {}): Judgement {
  const about = result.properties.find((each) => each.name === name);
  if (about === undefined) return unknownIn(result, 'property', name);
  if (about.kind === 'reachable') {
    const mend = `toReach('${name}') claims that it is reached, not.toReach('${name}') that it never is`;
    return {
      isSo: undefined,
      isAskedWrongly: true,
      said: `${name} is a witness: it is reached or not, and never violated`,
      mend,
    };
  }
  if (about.verdict === 'not decided') return undecided(result, about);
  if (about.verdict === 'holds') return { isSo: false, said: `${name} holds; ${wholeExplored(result)}`, about };
  return inSteps(about, 'violated', steps);
}

/** Whether the witness is reached. */
export function reaching(result: CheckResult, name: string, { steps }: StepsOption = {}): Judgement {
  const witnesses = result.properties.filter(({ kind }) => kind === 'reachable');
  const about = result.properties.find((each) => each.name === name);
  if (about === undefined) return unknownIn({ properties: witnesses }, 'witness', name);
  if (about.kind !== 'reachable') {
    const mend = `toViolate('${name}') claims that it is violated, not.toViolate('${name}') that it holds`;
    return {
      isSo: undefined,
      isAskedWrongly: true,
      said: `${name} is no witness: it holds or not, and is never reached`,
      mend,
    };
  }
  if (about.verdict === 'not decided') return undecided(result, about);
  if (about.verdict === 'violated') return { isSo: false, said: `${name} is never reached in ${wholeSpace(result)}` };
  return inSteps(about, 'reached', steps);
}

/** Whether nothing is violated that has no name before it is: what is evaluated outside its domain. */
export function remaining(result: CheckResult): Judgement {
  const found = result.properties.filter(({ kind, verdict }) => kind === 'domain' && verdict === 'violated');
  const [about] = found;
  if (about !== undefined) return { ...inSteps(about, 'violated', undefined), isSo: false };
  const isComplete = result.ended === 'complete';
  return { isSo: isComplete ? true : undefined, said: isComplete ? 'nothing is' : sentence(result) };
}

/** Whether it is found what was expected. */
export function expecting(result: CheckResult): Judgement {
  const { expected, isMet } = result.expectation ?? { expected: 'holds', isMet: undefined };
  return { isSo: isMet, said: `${printExpectation(expected)} was expected; ${sentence(result)}` };
}

/** Whether a mutant violates something that is not violated without it, by whose result the other is. */
export function breaking(result: CheckResult, without: CheckResult): Judgement {
  if (result.verdict !== 'violated')
    return { isSo: result.verdict === 'holds' ? false : undefined, said: sentence(result) };
  const before = judgedOf(without.properties).filter(({ verdict }) => verdict === 'violated');
  const isNew = firstViolated(judgedOf(result.properties)).some(({ name }) =>
    before.every((each) => each.name !== name),
  );
  if (isNew) return { isSo: true, said: sentence(result) };
  return { isSo: false, said: `without the mutant the same is so: ${sentence(result)}` };
}

/** Whether the state space is of this size. */
export function having(result: CheckResult, expected: StatesExpected): Judgement {
  const { counts, digest, ended } = result;
  if (ended !== 'complete' || !counts.areExact) {
    const mend = ended === 'violation' ? goOn : undefined;
    return { isSo: undefined, said: `not all states were explored: ${stopped(result)}`, mend };
  }
  const whole = isReduced(result) ? undefined : { generated: counts.statesGenerated, digest };
  const claims: readonly Claim[] = [
    [(found) => `${found} distinct states`, statesInAll(result), expected.distinct],
    [(found) => `${found} states generated`, whole?.generated, expected.generated],
    [(found) => `depth ${found}`, isDepthKept(result) ? counts.depth : undefined, expected.depth],
    [(found) => `digest ${found}`, whole?.digest, expected.digest],
  ];
  const made = claims.filter(([, , wanted]) => wanted !== undefined);
  if (made.length === 0) {
    const mend = `claim some: { distinct: ${counts.statesDistinct}, digest: '${digest}' }`;
    return { isSo: undefined, isAskedWrongly: true, said: 'no number of states is claimed', mend };
  }
  if (made.some(([, found]) => found === undefined)) {
    const mend = 'claim it of the model, or of check(model, { reductions: false })';
    return {
      isSo: undefined,
      isAskedWrongly: true,
      said: 'not all states were counted: reductions are in force',
      mend,
    };
  }
  const wrong = made.filter(([, found, wanted]) => found !== wanted);
  const said = (wrong.length === 0 ? made : wrong).map(
    ([phrase, found, wanted]) => `${phrase(shownAs(found))}${found === wanted ? '' : `, not ${shownAs(wanted)}`}`,
  );
  return { isSo: wrong.length === 0, said: said.join('; ') };
}

type Claim = readonly [phrase: (found: string) => string, found: number | string | undefined, wanted: unknown];

function shownAs(value: unknown): string {
  return typeof value === 'number' ? printCount(value) : String(value);
}

const goOn = 'ask for all: true, to go on after a violation';

function inSteps(about: PropertyResult, what: 'violated' | 'reached', wanted: number | undefined): Judgement {
  const { name, kind, steps } = about;
  const outside = kind === 'domain' ? 'outside its domain' : what;
  const said = `${name} is ${outside}${printLength(about)}`;
  if (wanted === undefined || wanted === steps) return { isSo: true, said, about };
  return { isSo: false, said: `${said}, not in ${printCount(wanted)}`, about };
}

function undecided(result: CheckResult, { name, reason = stopped(result) }: PropertyResult): Judgement {
  const mend = reason.startsWith('stopped at a violation') ? goOn : undefined;
  return { isSo: undefined, said: `${name} is not decided: ${reason}`, mend };
}

function unknownIn(
  { properties }: Pick<CheckResult, 'properties'>,
  what: 'property' | 'witness',
  name: string,
): Judgement {
  const names = properties.map((each) => each.name);
  const near = nearest(name, names);
  const all = names.length === 0 ? `there is no ${what} at all` : `there are ${listed(names)}`;
  return {
    isSo: undefined,
    isAskedWrongly: true,
    said: `there is no ${what} '${name}'`,
    mend: near === undefined ? all : `did you mean '${near}'?`,
  };
}
