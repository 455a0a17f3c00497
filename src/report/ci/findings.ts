// What every report of `ballast ci` begins from: each thing that is wrong, with the suite and the property that it is about and the place where
// people look for it. Fails closed: what has no answer is wrong, and so is a run that ends otherwise than well, whether or not anybody said why.

import type { CiOutcome, Problem, SuiteOutcome } from '../../ci/outcome.ts';
import type { CheckResult, PlaceResult, PropertyResult } from '../../result/result.ts';
import { exitStatus, firstViolated } from '../../result/status.ts';
import { printLeast } from '../lasso.ts';
import { explored, pastedRace } from '../race.ts';
import { brokenLines } from '../race-outcome.ts';
import { firstBad, judgedOf, sentence, violationOf } from '../verdicts.ts';

export interface Finding {
  /** None where it is the project that is wrong. */
  readonly suite?: SuiteOutcome | undefined;
  readonly problem: Problem;
  /** The one that the problem names, where the suite's result has it. */
  readonly property?: PropertyResult | undefined;
  /** Where people look for it: where the property is written, else where the problem says, else where what is violated is written; else the config. */
  readonly place: PlaceResult;
}

/** Everything that is wrong: of the suites in the order of the config, then of the project. */
export function findingsOf(outcome: CiOutcome): readonly Finding[] {
  const found = outcome.suites.flatMap((suite) =>
    problemsOf(suite).map((problem) => findingOf(outcome, problem, suite)),
  );
  return [...found, ...projectProblems(outcome).map((problem) => findingOf(outcome, problem))];
}

function findingOf({ config }: CiOutcome, problem: Problem, suite?: SuiteOutcome): Finding {
  const property = suite?.result?.properties.find(({ name }) => name === problem.property);
  const explanation = suite === undefined ? [] : explaining(suite, [problem]);
  const places = [property, problem, ...explanation].flatMap((each) =>
    each === undefined ? [] : (placeOf(each) ?? []),
  );
  return { suite, problem, property, place: places[0] ?? startOf({ config }) };
}

/** Where it is written; of a property that nobody wrote, such as a domain, what fails in the last step. */
function placeOf({ place, trace }: Pick<PropertyResult, 'place' | 'trace'>): PlaceResult | undefined {
  const last = trace?.steps.at(-1);
  return place ?? (last?.failure === undefined ? undefined : last.place);
}

/** The first line of the config. */
export function startOf({ config }: Pick<CiOutcome, 'config'>): PlaceResult {
  return { file: config, line: 1, column: 1 };
}

/** What is wrong with a suite. One that has no answer, or ended otherwise than well, is never without a problem. */
export function problemsOf({ problems, result, status }: SuiteOutcome): readonly Problem[] {
  if (problems.length > 0) return problems;
  if (result === undefined)
    return [{ kind: 'not decided', message: 'it was not checked', status: exitStatus.undecided }];
  if (status === exitStatus.holds) return [];
  return [{ kind: 'error', message: `it ended with status ${status}, and nothing says why`, status }];
}

/** What is wrong with the project as a whole. */
export function projectProblems({ problems, suites, isInterrupted, status }: CiOutcome): readonly Problem[] {
  const interrupted: Problem = {
    kind: 'not decided',
    message: 'it was interrupted before all suites were answered',
    status: exitStatus.undecided,
  };
  const isTold = problems.some(({ kind }) => kind === 'not decided');
  const all = isInterrupted && !isTold ? [...problems, interrupted] : problems;
  const isWell = status === exitStatus.holds || all.length > 0 || suites.some((suite) => problemsOf(suite).length > 0);
  return isWell ? all : [{ kind: 'error', message: `it ended with status ${status}, and nothing says why`, status }];
}

/** The properties whose traces explain these problems. Where one is about no property, what the suite violates explains it. */
export function explaining(
  { result }: SuiteOutcome,
  problems: readonly Pick<Problem, 'kind' | 'property'>[],
): readonly PropertyResult[] {
  if (result === undefined) return [];
  const judged = judgedOf(result.properties);
  const isOpen = problems.some(({ kind, property }) => property === undefined && isOfVerdict(kind));
  const names = new Set(problems.filter(({ kind }) => isOfVerdict(kind)).map(({ property }) => property));
  const first = isOpen ? firstViolated(judged) : [];
  return judged.filter((property) => hasTrace(property) && (names.has(property.name) || first.includes(property)));
}

function isOfVerdict(kind: Problem['kind']): boolean {
  return kind === 'violated' || kind === 'other' || kind === 'missing';
}

/** A witness that is reached has one too, where it was asked for. */
function hasTrace({ verdict, kind, trace }: PropertyResult): boolean {
  return trace !== undefined || (verdict === 'violated' && kind !== 'reachable');
}

/** The race of these properties in its paste form; '' where there is none to show. */
export function raceText(result: CheckResult, properties: readonly PropertyResult[]): string {
  const { violated, reached } = parted(properties);
  const [first] = properties;
  if (first === undefined) return '';
  const only = { ...result, properties: violated };
  const [least, own] = [result, only].map((each) => firstBad(each).length);
  const isShortest = least?.steps === own?.steps && least?.loop === own?.loop;
  const said =
    violated.length === 0
      ? `a behaviour that reaches ${first.name}`
      : isShortest
        ? sentence({ ...only, verdict: 'violated' })
        : `${violationOf(only)}; ${printLeast(own ?? { loop: 0 })}`;
  return pastedRace(only, said, explored(result), { shown: reached });
}

/** Those that are violated, and the witnesses that are reached. */
export function parted(properties: readonly PropertyResult[]): {
  readonly violated: readonly PropertyResult[];
  readonly reached: readonly PropertyResult[];
} {
  const isViolated = ({ verdict, kind }: PropertyResult): boolean => verdict === 'violated' && kind !== 'reachable';
  return { violated: properties.filter(isViolated), reached: properties.filter((each) => !isViolated(each)) };
}

/** The race of one finding; '' where there is none to show. */
export function raceOf({ suite, problem }: Finding): string {
  return suite?.result === undefined ? '' : raceText(suite.result, explaining(suite, [problem]));
}

/** All that there is to say below the headline: the race says itself why something is violated, and how to see it again. */
export function wholeText(finding: Finding): string {
  const race = raceOf(finding);
  if (race === '') return reasonLines(finding).join('\n');
  const own = ownLines(finding.problem);
  return [...own, ...(own.length === 0 ? [] : ['']), race].join('\n');
}

/** What the problem says besides its message: details, and what can be done. */
export function ownLines({ details = [], mend }: Problem): readonly string[] {
  return mend === undefined ? details : [...details, mend];
}

interface ReasonForm {
  /** Whether it is said which step made it so, and where the rule is written: not where a link or a location does. */
  readonly isGuiltTold?: boolean;
  readonly isPlaced?: boolean;
}

/** Without the race: what the problem says, why the property is violated, how to see it again. Some are folded, and go on further in. */
export function reasonLines(
  { suite, problem, property }: Finding,
  { isGuiltTold = true, isPlaced = false }: ReasonForm = {},
): readonly string[] {
  const isViolated = property?.verdict === 'violated' && property.kind !== 'reachable' && isOfVerdict(problem.kind);
  const told = property === undefined || isGuiltTold ? property : { ...property, because: undefined };
  return [
    ...ownLines(problem),
    ...(isViolated && told !== undefined ? brokenLines(told, isPlaced) : []),
    ...(suite?.result === undefined ? [] : [`repeat: ${suite.result.command}`]),
  ];
}

/** What a report says of a finding in one line: `balloon pages=2: S8 is violated in 9 steps`. */
export function headline({ suite, problem }: Pick<Finding, 'suite' | 'problem'>): string {
  return oneLine(suite === undefined ? problem.message : `${suite.label}: ${problem.message}`);
}

/** With what no format takes, or nobody sees, written so that one sees it: control characters, half of a pair. Line feeds and tabs stay. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(
    // oxlint-disable-next-line eslint/no-control-regex -- they are what is looked for
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|\p{Surrogate}/gu,
    (letter) => (letter === '\r' ? '\n' : `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`),
  );
}

/** In one line, without blanks around it. */
export function oneLine(text: string): string {
  return visible(text).replaceAll(/\s+/g, ' ').trim();
}

/** At most so many letters, of which the last say that there was more. */
export function shortened(text: string, most: number, ending = '...'): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, Math.max(0, most - ending.length)).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut}${ending}`;
}
