// What a search exercised, as text or Markdown: first what was never put to the test, then what decides nothing, and the rest if it is asked for.

import type { ClauseResult, ConstantCoverage, CoverageResult, PremiseResult } from '../result/coverage.ts';
import { plainPaint, type Paint } from '../terminal.ts';
import { shortPath, unexercisedRows } from './coverage.ts';
import { fold, foldWords } from './layout.ts';
import { printCount, printCounted, printTime } from './numbers.ts';
import { type Section, sectionsMarkdown, sectionsText } from './sections.ts';
import { stopped } from './verdicts.ts';
import { listed, printIdentity, printNamed } from './words.ts';

export interface CoverageForm {
  readonly paint?: Paint;
  /** Also what was exercised. */
  readonly isWhole?: boolean | undefined;
}

export function renderCoverage(
  result: CoverageResult,
  { paint = plainPaint, isWhole = false }: CoverageForm = {},
): string {
  const start = `${printIdentity(result.specification)}: `;
  const head = foldWords(start + sentence(result), { indent: 2 });
  const constants = result.specification.constants.map(printNamed);
  const body = sectionsText(sectionsOf(result, isWhole));
  return [
    [
      head.startsWith(start) ? paint('strong', start.slice(0, -2)) + head.slice(start.length - 2) : head,
      ...(constants.length === 0 ? [] : [`  ${fold(constants, { indent: 4, first: 2 })}`]),
    ].join('\n'),
    ...(body === '' ? [] : [body]),
    footLines(result).join('\n'),
  ].join('\n\n');
}

export function coverageMarkdown(result: CoverageResult, { isWhole = false }: CoverageForm = {}): string {
  const title = `What is exercised of ${printIdentity(result.specification)}`;
  const constants = result.specification.constants.map(printNamed).join(', ');
  const about = [`${sentence(result)}.`, ...(constants === '' ? [] : [`${constants}.`])];
  return sectionsMarkdown(title, [{ heading: 'in short', about }, ...sectionsOf(result, isWhole)]);
}

function sentence(result: CoverageResult): string {
  const { counts, ended, actions } = result;
  const states = printCounted(counts.statesDistinct, 'state');
  const all = ended === 'complete' ? `all ${states} explored` : `${states} explored, ${stopped(result)}`;
  const fired = actions.filter(({ firings }) => firings > 0).length;
  const clauses = togetherOf(result.clauses).filter(({ evaluated }) => evaluated > 0);
  const deciding = clauses.filter((each) => !isIdle(each)).length;
  return [
    all,
    `${printCount(fired)} of ${printCounted(actions.length, 'action')} ${fired === 1 ? 'fires' : 'fire'}`,
    ...(clauses.length === 0
      ? []
      : [
          `${printCount(deciding)} of ${printCounted(clauses.length, 'guard clause')} ${deciding === 1 ? 'decides something by itself' : 'decide something by themselves'}`,
        ]),
  ].join('; ');
}

function sectionsOf(result: CoverageResult, isWhole: boolean): readonly Section[] {
  const clauses = togetherOf(result.clauses);
  const isEarly = result.ended !== 'complete';
  // What lies beyond may tell otherwise.
  const within = isEarly ? ' in the part that was explored' : '';
  const here = isEarly ? within : ' here';
  const never = clauses.filter((each) => each.evaluated > 0 && each.isFalse === 0 && each.outside === 0);
  const backed = clauses.filter((each) => isIdle(each) && !never.includes(each));
  return [
    {
      heading: `never exercised${within}`,
      lists: unexercisedRows(result.neverExercised),
    },
    {
      heading: `clauses that are never false, and so exclude nothing${here}`,
      head: ['evaluated', 'clause'],
      rows: never.map((each) => [
        printCount(each.evaluated),
        clauseText(each) + (each.isOfOneStep === true ? ' *' : ''),
      ]),
      isCode: true,
      about: never.some((each) => each.isOfOneStep === true)
        ? [
            "*: the lock of a section that is one step, in which nobody is ever met. That says nothing of the lock: look again with --edit 'granularity fine'.",
          ]
        : [],
    },
    {
      heading: `clauses that are never false alone${within}: another clause of the guard is false whenever they are`,
      head: ['evaluated', 'false', 'clause'],
      rows: backed.map((each) => [printCount(each.evaluated), printCount(each.isFalse), clauseText(each)]),
      isCode: true,
      about: [`Any one of them can go, and nothing changes${here}; not always two of them together.`],
    },
    {
      heading: 'premises that exclude nothing: the invariant holds without them, and could say more',
      head: ['premise'],
      rows: (result.idlePremises ?? []).map((each) => [premiseText(each)]),
      isCode: true,
      about: [
        'Any one of them can go; not always two of them together.',
        ...(clauses.some((each) => each.isOfOneStep === true)
          ? [
              "Where sections are one step, that a lock is free excludes nothing: look again with --edit 'granularity fine'.",
            ]
          : []),
      ],
    },
    {
      heading: `values that no state has${within}`,
      lists: result.variables
        // Where a process never stands is said of its steps.
        .flatMap(({ parts, role }) => (role === 'position' ? [] : parts))
        .filter(({ never: unmet, met }) => unmet.length > 0 && met > 0)
        .map(({ name, never: unmet }) => [name, unmet.length > valuesMost && !isWhole ? cutShort(unmet) : unmet]),
    },
    constantsSection(result.constants ?? []),
    unaskedSection(result),
    ...(isWhole ? wholeSections(result) : []),
  ];
}

const valuesMost = 8;

function cutShort(values: readonly string[]): readonly string[] {
  return [...values.slice(0, valuesMost), `and ${values.length - valuesMost} more`];
}

/** Neither its absence nor its presence makes a difference: whenever it excludes something, so does another clause. */
function isIdle({ evaluated, isOnlyFalse, outside }: ClauseResult): boolean {
  return evaluated > 0 && isOnlyFalse === 0 && outside === 0;
}

function clauseText({ action, clause, text }: ClauseResult): string {
  return `${shortPath(action)} ${clause}: ${text}`;
}

/** The inlined copies of a clause as one. */
function togetherOf(clauses: readonly ClauseResult[]): readonly ClauseResult[] {
  const found = new Map<string, ClauseResult>();
  for (const each of clauses) {
    const key = clauseText(each);
    const known = found.get(key);
    found.set(key, known === undefined ? each : sumOf(known, each));
  }
  return [...found.values()];
}

function sumOf(a: ClauseResult, b: ClauseResult): ClauseResult {
  return {
    ...a,
    evaluated: a.evaluated + b.evaluated,
    isFalse: a.isFalse + b.isFalse,
    isOnlyFalse: a.isOnlyFalse + b.isOnlyFalse,
    outside: a.outside + b.outside,
  };
}

function constantsSection(constants: readonly ConstantCoverage[]): Section {
  const idle = constants.filter(({ same, different }) => same.length > 0 && different.length === 0);
  const partly = constants.filter(({ same, different }) => same.length > 0 && different.length > 0);
  return {
    heading: 'constants that change nothing here',
    lists: [
      ['whatever their value', idle.map(({ name }) => name)],
      ...partly.map(
        ({ name, value, same }) => [`${name} = ${String(value)} means the same as`, same.map(String)] as const,
      ),
    ],
  };
}

/** What would be taken for nothing to be said of it. */
function unaskedSection({ ended, variables, idlePremises, constants }: CoverageResult): Section {
  const isWhole = ended === 'complete';
  return {
    heading: 'not looked at',
    lists: [
      ['interrupted, or no room for it', variables.length === 0 ? ['values of variables'] : []],
      [
        'the search for it ended early',
        idlePremises === undefined && isWhole ? ['premises that the invariant can do without'] : [],
      ],
      ['not all states are known', isWhole ? [] : ['premises that the invariant can do without']],
      ['interrupted', constants === undefined ? ['constants that change nothing'] : []],
    ],
  };
}

function wholeSections({
  actions,
  clauses,
  antecedents,
  variables,
  constants = [],
}: CoverageResult): readonly Section[] {
  return [
    {
      heading: 'actions',
      head: ['states', 'firings', 'action'],
      rows: actions.map(({ action, statesEnabled, firings }) => [
        printCount(statesEnabled),
        printCount(firings),
        action,
      ]),
      isCode: true,
      about: ['States: in how many distinct ones it is enabled.'],
    },
    {
      heading: 'clauses of guards',
      head: ['evaluated', 'false', 'alone', 'no value', 'clause'],
      rows: togetherOf(clauses).map((each) => [
        printCount(each.evaluated),
        printCount(each.isFalse),
        printCount(each.isOnlyFalse),
        printCount(each.outside),
        clauseText(each),
      ]),
      isCode: true,
      about: [
        'Evaluated: in each distinct state and for each binding of the parameters; of a step, where its process stands at it. Alone: while no other clause of the guard was false. The copies of one procedure are counted together.',
      ],
    },
    {
      heading: 'premises of invariants',
      head: ['states', 'premise'],
      rows: antecedents.map((each) => [printCount(each.statesTrue), premiseText(each)]),
      isCode: true,
      about: ['States: in how many distinct ones it is true.'],
    },
    {
      heading: 'values of variables',
      head: ['values', 'of', 'variable'],
      rows: variables.flatMap(({ parts }) => parts).map(({ name, met, of }) => [printCount(met), sizeText(of), name]),
      isCode: true,
      about: [
        'Values: how many different ones it has in the states, a function at all its keys together; and of how many.',
      ],
    },
    {
      heading: 'constants that matter',
      lists: constants
        .filter(({ different }) => different.length > 0)
        .map(({ name, value, different }) => [`${name} = ${String(value)} differs from`, different.map(String)]),
    },
  ];
}

function premiseText({ name, text }: PremiseResult): string {
  return `${name}: ${text}`;
}

function sizeText(size: number): string {
  return size <= Number.MAX_SAFE_INTEGER ? printCount(size) : size.toPrecision(2);
}

function footLines({ violated, notice, elapsedMs, counts }: CoverageResult): readonly string[] {
  const least = counts.areExact ? '' : '; all numbers are at least that, since the search was broken off';
  return [
    foldWords(`${printTime(elapsedMs)}${least}`, { indent: 2 }),
    ...(notice === undefined ? [] : [notice]),
    ...(violated.length === 0
      ? []
      : [foldWords(`violated, and gone past: ${listed(violated)}; ballast check shows how`, { indent: 2 })]),
  ];
}
