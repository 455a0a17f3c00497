// What changed from one result to another, a line each: what was asked first, then verdicts and counts. For a watch, and for ballast compare.

import { type ActionFirings, type Differences, differencesBetween, type FoundVerdict } from '../result/differences.ts';
import { matched } from '../result/matching.ts';
import type { CheckOutcome, SpecificationIdentity } from '../result/result.ts';
import { columns, foldWords, indented } from './layout.ts';
import { printLength } from './lasso.ts';
import { printCount } from './numbers.ts';
import { shortVerdict } from './verdicts.ts';
import { printNamed } from './words.ts';

/** One line that says what is so now, then a line for each thing that changed. */
export function renderChanges(before: readonly CheckOutcome[], after: readonly CheckOutcome[]): string[] {
  const { pairs } = matched(before, after);
  return after.flatMap((outcome) => {
    const earlier = pairs.find(([, each]) => each === outcome)?.[0];
    const about = after.length === 1 ? outcome.specification.name : constantsOf(outcome.specification);
    if (outcome.kind !== 'checked') return [`${about}: skipped, ${outcome.assumption}`];
    if (earlier?.kind !== 'checked') return [`${about}: ${shortVerdict(outcome)}; checked for the first time`];
    const differences = differencesBetween(earlier, outcome);
    const { asked, counts, digest } = differences;
    // That the specification changed is why there is anything to tell, and what can be left out of its search is no finding.
    const varied = askedLines(asked.filter(({ kind }) => kind !== 'tree' && kind !== 'reductions'));
    const isSilent = counts.length === 0 && digest !== undefined;
    const lines = [...varied, ...foundLines(differences), ...(isSilent ? [`  ${othersAsMany}`] : [])];
    const nothing = earlier.treeHash === outcome.treeHash ? 'the specification means the same' : 'nothing changed';
    return [`${about}: ${shortVerdict(outcome)}${lines.length === 0 ? `; ${nothing}` : ''}`, ...lines];
  });
}

export const othersAsMany = 'as many states, but others';

/** What was not asked alike. */
export function askedLines(asked: Differences['asked']): string[] {
  return asked.map(({ kind, name, before, after }) => {
    if (kind === 'tree') return line(`the specification has changed: ${before ?? ''} -> ${after ?? ''}`);
    const none = kind === 'constant' ? (['(new)', '(gone)'] as const) : (['none', 'none'] as const);
    return line(`${kind === 'constant' ? `constant ${name}` : name}: ${before ?? none[0]} -> ${after ?? none[1]}`);
  });
}

/** What was found otherwise: verdicts, those about violations first, then counts. */
export function foundLines({
  verdicts,
  counts,
  areExact,
}: Pick<Differences, 'verdicts' | 'counts' | 'areExact'>): string[] {
  const groups = new Map<string, string[]>();
  for (const { name, before, after } of verdicts) {
    const change = `${printVerdict(before, '(new)')} -> ${printVerdict(after, '(gone)')}`;
    groups.set(change, [...(groups.get(change) ?? []), name]);
  }
  const isGrave = ([change]: readonly [string, unknown]): boolean => /violated|never reached/.test(change);
  const sorted = [...[...groups].filter(isGrave), ...[...groups].filter((group) => !isGrave(group))];
  const [from, to] = [areExact.before, areExact.after].map((isExact) => (isExact ? '' : 'at least '));
  return [
    ...sorted.map(([change, names]) => line(`${names.join(', ')}: ${change}`)),
    ...counts.map(({ name, before = 0, after = 0 }) =>
      line(`${countNames[name] ?? name}: ${from ?? ''}${printCount(before)} -> ${to ?? ''}${printCount(after)}`),
    ),
  ];
}

/** A row for each action: in how many states it is enabled, and how often it fires. */
export function actionLines(actions: Differences['actions']): string[] {
  if (actions.length === 0) return [];
  const cell = ({ before, after }: Differences['actions'][number], key: keyof ActionFirings): string => {
    const [from, to] = [before, after].map((counts) => (counts === undefined ? undefined : printCount(counts[key])));
    return from === to ? (to ?? '') : `${from ?? '(new)'} -> ${to ?? '(gone)'}`;
  };
  const rows = actions.map((each) => [cell(each, 'enabled'), cell(each, 'firings')]);
  // The dot keeps the blanks in front of the name.
  const left = columns([
    ['  enabled', 'firings', '.'],
    ...rows.map(([enabled = '', firings = '']) => [`  ${enabled}`, firings, '.']),
  ]);
  return left.map((text, index) => {
    const start = text.slice(0, -1);
    return `${start}${foldWords(actions[index - 1]?.name ?? 'action', { indent: start.length + 2, first: start.length })}`;
  });
}

function line(text: string): string {
  return indented(text, 2);
}

const countNames: Readonly<Record<string, string>> = {
  statesDistinct: 'distinct states',
  statesGenerated: 'generated',
  longest: 'the longest walk',
};

function printVerdict(found: FoundVerdict | undefined, missing: string): string {
  if (found === undefined) return missing;
  const { kind, verdict, steps, loop } = found;
  if (kind === 'reachable' && verdict === 'violated') return 'never reached';
  if (steps === undefined) return verdict === 'holds' && kind === 'reachable' ? 'reached' : verdict;
  return `${kind === 'reachable' ? 'reached' : 'violated'}${printLength({ steps, loop })}`;
}

function constantsOf({ constants }: SpecificationIdentity): string {
  return constants.map(printNamed).join(', ');
}
