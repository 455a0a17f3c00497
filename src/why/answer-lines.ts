// The answers of ballast why as text, within 75 columns: the answer first, then what it rests on.

import { foldWords, indented } from '../report/layout.ts';
import { printLength } from '../report/lasso.ts';
import { printCounted, printSteps } from '../report/numbers.ts';
import { shellLines } from '../report/shell-lines.ts';
import { renderWhy } from '../report/why.ts';
import { printNamed } from '../report/words.ts';
import type {
  AnswerResult,
  AttemptResult,
  ClosestResult,
  CountedAnswer,
  DisabledAnswer,
  NearestResult,
  UnreachableAnswer,
  ViolatedAnswer,
} from '../result/answer.ts';
import type { Paint } from '../terminal.ts';
import { attemptLines, partLines, wayLines } from './part-lines.ts';

/** The whole text. `title`: what is looked at, as reports head it. */
export function answerLines(answer: AnswerResult, title: string, paint: Paint): readonly string[] {
  const head = (text: string): string => foldWords(`${paint('strong', title)}: ${text}`, { indent: 2 });
  switch (answer.question) {
    case 'violated':
      return violatedLines(answer, head, paint);
    case 'disabled':
      return disabledLines(answer, head);
    case 'unreachable':
      return unreachableLines(answer, head);
  }
}

type Head = (text: string) => string;

function violatedLines(answer: ViolatedAnswer, head: Head, paint: Paint): readonly string[] {
  const { property, asserted, condition, brokenIn, name, command = '' } = answer;
  if (property === undefined) return [head(unviolated(answer))];
  const said = head(paint('bad', `${property.name} is violated${printLength(property)}`));
  const steps = shellLines('the steps: ', command);
  if (condition === undefined) return [said, '', ...renderWhy(property), '', ...steps];
  const rule = asserted === undefined ? property.rule : `${asserted.message}, asserted by ${asserted.path}`;
  return [
    said,
    indented(`${name}: ${rule}`, 2),
    '',
    `part by part in the last ${brokenIn}, the one that decides (>) first:`,
    '',
    ...partLines(condition),
    '',
    ...steps,
  ];
}

function unviolated({ name, cutShort, ...counted }: ViolatedAnswer): string {
  if (cutShort !== '') return `no violation of ${name ?? 'anything'} was found; ${cutShort}`;
  return `${name ?? 'nothing'} is violated${name === undefined ? '' : ' nowhere'} in ${allStates(counted)}`;
}

/** `all 8 reachable states`. */
function allStates({ statesDistinct, isReduced = false }: CountedAnswer): string {
  if (isReduced) return `the ${printCounted(statesDistinct, 'state')} that stand for all reachable ones`;
  return `all ${printCounted(statesDistinct, 'reachable state')}`;
}

/** More bindings than this are counted, not shown. */
const attemptsMost = 3;

function disabledLines({ action, isEnabled, after, attempts, nearest }: DisabledAnswer, head: Head): readonly string[] {
  const { step, property } = after;
  const when = step === 0 ? 'in the initial state' : `after step ${step} of the trace to ${property}`;
  const said = head(`${action} is ${isEnabled ? 'enabled' : 'disabled'} ${when}`);
  if (attempts.length === 0) return [said, '  its parameters have no values'];
  const enabled = attempts.filter((attempt) => attempt.isEnabled);
  const shown = (isEnabled ? enabled : attempts).slice(0, attemptsMost);
  return [
    said,
    ...shown.flatMap((attempt) => ['', attemptHead(attempt), ...attemptLines(attempt)]),
    ...restLines(attempts.length - shown.length, enabled.length - shown.length),
    ...(nearest === undefined ? [] : ['', ...nearestLines(nearest, step)]),
  ];
}

/** `scanner#0: isolate_movable_ops_page.folio_trylock (page: page0)`. */
function attemptHead({ action, parameters, actor, isEnabled }: AttemptResult): string {
  const shown = parameters.filter(({ value }) => value !== actor).map(({ name, value }) => `${name}: ${value}`);
  const bound = shown.length === 0 ? '' : ` (${shown.join(', ')})`;
  return foldWords(`${actor === undefined ? '' : `${actor}: `}${action}${bound}${isEnabled ? ' is enabled' : ''}`, {
    indent: 2,
  });
}

function restLines(rest: number, enabled: number): string[] {
  if (rest <= 0) return [];
  const what = enabled > 0 ? `${enabled} of them enabled` : 'no nearer to being enabled';
  return ['', `and ${printCounted(rest, 'other binding')}, ${what}`];
}

function nearestLines(
  { outcome, steps = [], actor, cutShort, statesDistinct, isReduced = false }: NearestResult,
  from: number,
): string[] {
  switch (outcome) {
    case 'outside':
      return ['no step is taken from there: the state is outside the constraints'];
    case 'none':
      return [
        `it is enabled in none of the ${printCounted(statesDistinct, 'state')} ${isReduced ? 'that stand for those ' : ''}reachable from there`,
      ];
    case 'not decided':
      return [foldWords(`no state in which it is enabled was found from there: ${cutShort}`, { indent: 2 })];
    case 'found': {
      const who = actor === undefined ? '' : ` for ${actor}`;
      const far = `${printCounted(steps.length, 'step')} further`;
      const said = `the nearest state in which it is enabled${who} is ${far}:`;
      return [foldWords(said, { indent: 2 }), ...wayLines(steps, from)];
    }
  }
}

function unreachableLines(answer: UnreachableAnswer, head: Head): readonly string[] {
  const { witness, outcome, reason, ways, closest } = answer;
  const unreached = `${witness} is true in none of ${allStates(answer)}`;
  switch (outcome) {
    case 'reachable':
      return [head(`${witness} is reachable, ${printSteps(answer.steps ?? 0)}`)];
    case 'not decided':
      return [head(`${witness} was not reached: ${reason}`)];
    case 'unknown':
      return [head(`${unreached}; how close others come is not known: ${reason}`)];
    case 'unreached': {
      if (reason !== undefined) return [head(`${unreached}, and ${reason}`)];
      if (closest !== undefined) {
        const [only, ...more] = ways;
        const of = only === undefined || more.length > 0 ? '' : `${only.length} `;
        return [
          head(`${unreached}; the closest lack ${closest.lacking} of its ${of}clauses`),
          ...closestLines(closest),
        ];
      }
      const clauses = ways.flat();
      const which = clauses.length === 1 ? 'its one clause' : 'any of its clauses';
      return [head(`${unreached}, and nor is ${which}:`), ...clauses.map(clauseLine)];
    }
  }
}

function closestLines({ lacking, never, idle, steps, bindings, clauses }: ClosestResult): string[] {
  const which =
    lacking === 1 ? 'all the others, which are reached without it' : 'the others, which are reached without them';
  return [
    '',
    `never true together with ${which}:`,
    ...never.flatMap((each) => [
      ...each.clauses.map(clauseLine),
      ...(lacking === 1 ? [] : [`      the others ${printSteps(each.steps)}`]),
    ]),
    ...(idle.length === 0 ? [] : ['', 'it does not help to leave out one of these:', ...idle.flat().map(clauseLine)]),
    ...(clauses.length === 0
      ? []
      : [
          '',
          `a closest state, ${steps.length === 0 ? 'an initial one' : `after ${printCounted(steps.length, 'step')}`}:`,
          ...wayLines(steps),
        ]),
    ...(bindings.length === 0
      ? []
      : ['', foldWords(`there, for ${bindings.map(printNamed).join(', ')}:`, { indent: 2 })]),
    ...clauses.flatMap((clause) => partLines(clause)),
  ];
}

function clauseLine(text: string): string {
  return indented(text, 4);
}
