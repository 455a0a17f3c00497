// The profile of a state space as text or Markdown: how large, what if, and of what it is made.

import type { ActionProfile, ForecastResult, ProfileResult, VariableProfile, WhatIfResult } from '../result/profile.ts';
import { plainPaint, type Paint } from '../terminal.ts';
import { shortPath } from './coverage.ts';
import { fold, foldWords } from './layout.ts';
import { printCount, printCounted, printTime } from './numbers.ts';
import { type Section, sectionsMarkdown, sectionsText } from './sections.ts';
import { stopped } from './verdicts.ts';
import { listed, printIdentity, printNamed } from './words.ts';

export interface ProfileForm {
  readonly paint?: Paint;
  /** Also what says little. */
  readonly isWhole?: boolean | undefined;
}

export function renderProfile(
  result: ProfileResult,
  { paint = plainPaint, isWhole = false }: ProfileForm = {},
): string {
  const start = `${printIdentity(result.specification)}: `;
  const head = foldWords(start + sentence(result), { indent: 2 });
  const constants = result.specification.constants.map(printNamed);
  return [
    [
      head.startsWith(start) ? paint('strong', start.slice(0, -2)) + head.slice(start.length - 2) : head,
      ...(constants.length === 0 ? [] : [`  ${fold(constants, { indent: 4, first: 2 })}`]),
    ].join('\n'),
    sectionsText(sectionsOf(result, isWhole)),
    footLines(result).join('\n'),
  ].join('\n\n');
}

export function profileMarkdown(result: ProfileResult, { isWhole = false }: ProfileForm = {}): string {
  const title = `What makes ${printIdentity(result.specification)} large`;
  const constants = result.specification.constants.map(printNamed).join(', ');
  const about = [`${sentence(result)}.`, ...(constants === '' ? [] : [`${constants}.`])];
  return sectionsMarkdown(title, [{ heading: 'how large', about }, ...sectionsOf(result, isWhole)]);
}

function sentence(result: ProfileResult): string {
  const { counts, levels, stateBits, ended } = result;
  const states = printCounted(counts.statesDistinct, 'state');
  const all = ended === 'complete' ? `all ${states} explored` : `${states} explored, ${stopped(result)}`;
  return `${all}, in ${printCounted(levels.length, 'level')}; ${printCounted(stateBits, 'bit')} a state`;
}

function sectionsOf(result: ProfileResult, isWhole: boolean): readonly Section[] {
  return [
    ...(result.forecast === undefined ? [] : [forecastSection(result, result.forecast)]),
    ...(result.whatIfs === undefined ? [] : [whatIfSection(result, result.whatIfs)]),
    variablesSection(result, isWhole),
    actionsSection(result.actions, isWhole),
    levelsSection(result.levels),
  ];
}

function forecastSection({ counts }: ProfileResult, { growth, total }: ForecastResult): Section {
  const rate = `a level is ${growth.toFixed(2)} times as large as the one before, on the average of the last ones`;
  if (total === undefined)
    return {
      heading: 'forecast',
      about: [`None yet: ${rate}, and that does not fall in a way that could be continued.`],
    };
  const share = Math.max(1, Math.round((100 * counts.statesDistinct) / total.states));
  return {
    heading: 'forecast',
    about: [
      `About ${printCounted(total.states, 'state')} in all, between ${printCount(total.least)} and ${printCount(total.most)}; ${share} % of them are explored.`,
      `Computed from the levels: ${rate}, and this growth, falling as it has lately, is continued to its end. In the bundled specifications, whose totals are known, the true number lies between those two in nine cases of ten.`,
    ],
  };
}

function whatIfSection({ counts, ended, areAllAsked }: ProfileResult, all: readonly WhatIfResult[]): Section {
  const explored = all.filter(({ outcome }) => outcome === 'explored');
  const smaller = ended === 'complete' ? explored.filter(({ states }) => states < counts.statesDistinct) : explored;
  const noSmaller = all.filter((each) => !smaller.includes(each) && each.outcome !== 'stopped');
  const stopped = all.filter(({ outcome }) => outcome === 'stopped');
  const hasKind = (kind: WhatIfResult['kind']): boolean => all.some((each) => each.kind === kind);
  const fails = smaller.some((each) => each.fails === true);
  return {
    heading: `what if (${ended === 'complete' ? '' : 'at least '}${printCounted(counts.statesDistinct, 'state')} as it is)`,
    ...(smaller.length === 0 ? {} : { head: ['states', 'if'] }),
    rows: smaller.map((each) => [printCount(each.states), phraseOf(each) + (each.fails === true ? ' *' : '')]),
    lists: [...apart('no smaller', noSmaller), ...apart('not explored within the limits', stopped)],
    about: [
      ...(hasKind('frozen')
        ? [
            'Frozen: all updates of the variable are taken out, so that it keeps its initial value, and the rest is explored.',
          ]
        : []),
      ...(hasKind('standing still') ? ['Standing still: the processes of that kind take no step.'] : []),
      ...(fails ? ['*: some steps fail outside their domain then, and are not gone past.'] : []),
      ...(areAllAsked ? [] : ['It was interrupted before all were asked.']),
    ],
  };
}

/** The frozen variables, which are many, by their names alone. */
function apart(label: string, all: readonly WhatIfResult[]): NonNullable<Section['lists']> {
  return [
    [`${label} when frozen`, all.filter(({ kind }) => kind === 'frozen').map(({ name }) => name)],
    [label, all.filter(({ kind }) => kind !== 'frozen').map(phraseOf)],
  ];
}

function phraseOf({ kind, name, value }: WhatIfResult): string {
  switch (kind) {
    case 'constant':
      return printNamed({ name, value: value ?? null });
    case 'frozen':
      return `${name} frozen`;
    case 'standing still':
      return `${name} standing still`;
  }
}

function variablesSection({ variables, counts }: ProfileResult, isWhole: boolean): Section {
  if (variables.length === 0)
    return { heading: 'variables', about: ['Not looked at: it was interrupted, or there was no room for it.'] };
  const sorted = [...variables].sort((a, b) => (a.statesWithout ?? 0) - (b.statesWithout ?? 0));
  const isDetermined = ({ statesWithout }: VariableProfile): boolean => statesWithout === counts.statesDistinct;
  return {
    heading: 'variables, those first that tell most states apart',
    head: ['without it', 'values', 'bits', 'variable'],
    rows: sorted
      .filter((each) => !isDetermined(each))
      .map(({ variable, role, statesWithout = 0, valuesDistinct, bits }) => [
        printCount(statesWithout),
        printCount(valuesDistinct),
        String(bits),
        role === 'position' ? `${variable}, and the locals of its processes` : variable,
      ]),
    isCode: true,
    lists: [
      [
        'as many states without any one of these, each determined by all others (values, bits)',
        sorted
          .filter((each) => isDetermined(each) && (isWhole || each.role !== 'local'))
          .map(({ variable, valuesDistinct, bits }) => `${variable} (${printCount(valuesDistinct)}, ${bits})`),
      ],
    ],
    about: [
      'Without it: how many states still differ where the variable is left out of each. Values: how many it has, a function as a whole.',
    ],
  };
}

const actionsMost = 15;

function actionsSection(all: readonly ActionProfile[], isWhole: boolean): Section {
  const fired = [...all].filter(({ firings }) => firings > 0).sort((a, b) => b.firings - a.firings);
  const shown = isWhole ? fired : fired.slice(0, actionsMost);
  const more = fired.length - shown.length;
  return {
    heading: 'actions, by the successors they make',
    head: ['firings', 'new', 'again', 'unchanged', 'action'],
    rows: shown.map(({ action, firings, fresh, same }) => [
      printCount(firings),
      printCount(fresh),
      printCount(firings - fresh - same),
      printCount(same),
      isWhole ? action : shortPath(action),
    ]),
    isCode: true,
    about: [
      'New: into a state of the next level. Again: into a state of this level or an earlier one, or a step that fails. Unchanged: into the state that it came from.',
      ...(more > 0 ? [`--all shows ${printCount(more)} more.`] : []),
    ],
  };
}

const barsMost = 24;
const barWidth = 50;

function levelsSection(levels: readonly number[]): Section {
  const width = Math.ceil(levels.length / barsMost);
  const groups = Array.from({ length: Math.ceil(levels.length / width) }, (_, index) =>
    levels.slice(index * width, (index + 1) * width),
  );
  const sums = groups.map((group) => group.reduce((sum, states) => sum + states, 0));
  const largest = Math.max(1, ...sums);
  return {
    heading: width === 1 ? 'growth, level by level' : `growth, ${width} levels a line`,
    head: ['depth', 'states', ''],
    rows: sums.map((states, index) => {
      const [first, last] = [index * width, Math.min(levels.length, (index + 1) * width) - 1];
      const bar = '#'.repeat(Math.max(1, Math.round((states / largest) * barWidth)));
      return [first === last ? String(first) : `${first}-${last}`, printCount(states), bar];
    }),
    isCode: true,
  };
}

function footLines({ violated, notice, elapsedMs, whatIfs }: ProfileResult): readonly string[] {
  const asked = whatIfs === undefined ? [] : [printCounted(whatIfs.length, 'specification') + ' explored besides'];
  return [
    [printTime(elapsedMs), ...asked].join(', '),
    ...(notice === undefined ? [] : [notice]),
    ...(violated.length === 0
      ? []
      : [foldWords(`violated, and gone past: ${listed(violated)}; ballast check shows how`, { indent: 2 })]),
  ];
}
