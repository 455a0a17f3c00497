// The counterfactual: the schedule of the counterexample on another variant, up to where that refuses it.

import type { AgainstResult, AgainstStep } from '../result/result.ts';
import { cells, columns, foldWords, indented, widthMost } from './layout.ts';
import { printCounted } from './numbers.ts';
import { stepName } from './trace.ts';
import { printReads } from './words.ts';

const markOf: Readonly<Record<AgainstStep['mark'], string>> = {
  same: ' ',
  added: '+',
  earlier: '<',
  'left out': '-',
  refused: '!',
};

/** The block's lines. */
export function renderAgainst(against: AgainstResult): string[] {
  const { steps, variant, property, outcome, reads = [], reason = '' } = against;
  const numbers = steps.map(numbersOf);
  const numberWidth = Math.max(0, ...numbers.map(({ length }) => length));
  const starts = columns(
    steps.map((step, index) => [
      `  ${markOf[step.mark]}`,
      numbers[index]?.padStart(numberWidth) ?? '',
      step.actor ?? '',
      '|',
    ]),
    1,
  ).map((line) => line.slice(0, -1));
  const rows = steps.flatMap((step, index) => {
    const start = starts[index] ?? '';
    const lines = cells([stepName(step)], [Math.max(20, widthMost - start.length)]).map(([name = '']) =>
      name.trimEnd(),
    );
    return lines.map((name, line) => `${line === 0 ? start : ' '.repeat(start.length)}${name}`);
  });
  const used = new Set(steps.map(({ mark }) => mark));
  const legend = Object.entries(legends).filter(([mark]) => used.has(mark as AgainstStep['mark']));
  return [
    foldWords(`the same schedule on ${variant}: ${said(against)}`, { indent: 2 }),
    ...(legend.length === 0
      ? []
      : [`  ${foldWords(`(${legend.map(([, text]) => text).join('; ')})`, { indent: 2, first: 2 })}`]),
    ...rows,
    ...(outcome === 'holds' || outcome === 'open'
      ? []
      : [indented(outcome === 'violated' ? `${property}: ${reason}` : reason, 2)]),
    ...printReads(reads).map((text) => indented(text, 4)),
  ];
}

/** `3-10`, `6, 10`. */
function numbersOf({ numbers }: AgainstStep): string {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  return numbers.length > 1 && last - first === numbers.length - 1 ? `${first}-${last}` : numbers.join(', ');
}

const legends: Partial<Record<AgainstStep['mark'], string>> = {
  added: '+ only there',
  earlier: '< earlier there',
  'left out': '- not there',
};

function said({ outcome, property, steps, at = 0, reason = '' }: AgainstResult): string {
  const step = steps[at - 1];
  switch (outcome) {
    case 'refused':
      return step === undefined ? 'it cannot begin' : `step ${numbersOf(step)} is refused`;
    case 'violated':
      return at === 0
        ? `${property} is violated in the initial state`
        : `${property} is violated there too, in ${printCounted(at, 'step')}`;
    case 'failed':
      return `it fails otherwise, in ${printCounted(at, 'step')}`;
    case 'holds':
      return reason === '' ? `it goes through, and ${property} holds` : `it goes through, but ${reason}`;
    case 'open':
      return `it goes through; whether ${property} is violated there by what follows for ever, only a check of it decides`;
  }
}
