// What a study says of a trace, judged by brute force: steps said not to matter lose their updates, neighbouring blocks change places.

import { is } from 'immutable';
import type { PropertyResult, Specification, Study, Trace } from 'ballast';
import { valueIn } from '../../checker/interpret/state.ts';
import { run, type Shown } from './replayed.ts';

export function traceOf({ verdict }: PropertyResult): Trace | undefined {
  return verdict.kind === 'violated' ? verdict.trace : verdict.kind === 'holds' ? verdict.witness : undefined;
}

/**
 * What is wrong with the relevance, in sentences: of all that does not matter, from each step on, the trace without it. `alone`: what becomes of
 * the trace without what does not matter of one step only; other updates that do not matter either may read it then, and fail, or write elsewhere.
 */
export function judgeRelevance(specification: Specification, shown: Shown, trace: Trace, study: Study) {
  const studied = study.steps;
  const indices = [...trace.steps.keys()];
  const irrelevant = indices.filter((index) => studied[index]?.isRelevant !== true);
  const end = (without: readonly number[]) =>
    run(specification, shown, trace, {
      without: new Map(without.map((index) => [index, studied[index]?.updates ?? new Set()])),
    });
  const mistakes = indices.flatMap((from) => {
    const found = end(indices.slice(from));
    return found.kind === 'violated'
      ? []
      : [`without what does not matter from ${from + 1} on: ${JSON.stringify(found)}`];
  });
  const alone = indices.flatMap((index) => {
    const found = end([index]);
    return found.kind === 'violated' ? [] : [{ index, found }];
  });
  const partly = indices.filter(
    (index) => studied[index]?.isRelevant === true && changesMore(specification, trace, study, index),
  );
  return { irrelevant, partly, mistakes, alone };
}

/** Whether a step changes variables of which nothing is said to matter. */
function changesMore({ variables }: Specification, { states }: Trace, { steps }: Study, index: number): boolean {
  const [before, after] = [states[index], states[index + 1]];
  if (before === undefined || after === undefined) return false;
  const said = new Set(steps[index]?.places.map(({ variable }) => variable));
  return variables.some(
    ({ name, role }) => role === 'declared' && !said.has(name) && !is(valueIn(before, name), valueIn(after, name)),
  );
}

/** For each two neighbouring blocks, what brute force says and what the study says; equal where it is right. */
export function judgeOrderings(specification: Specification, shown: Shown, trace: Trace, { orderings = [] }: Study) {
  const blocks = blocksOf(trace);
  return blocks.slice(1).map((second, number) => {
    const first = blocks[number] ?? [];
    const found = run(specification, shown, trace, {
      order: [...second, ...first, ...trace.steps.keys()].filter(
        (index, place, all) => index >= (first[0] ?? 0) && all.indexOf(index) === place,
      ),
    });
    const said = orderings.filter((each) => first.includes(each.first - 1) && second.includes(each.second - 1));
    return {
      between: `${first.map((index) => index + 1).join(' ')} | ${second.map((index) => index + 1).join(' ')}`,
      found: found.kind === 'failed' ? 'refused' : found.kind,
      said: said.length === 0 ? 'violated' : said.map(({ outcome }) => outcome).join(' and '),
    };
  });
}

function blocksOf({ steps }: Trace): readonly (readonly number[])[] {
  const blocks: number[][] = [];
  for (const [index, { actor }] of steps.entries()) {
    const last = blocks.at(-1);
    if (last !== undefined && index > 0 && steps[index - 1]?.actor === actor) last.push(index);
    else blocks.push([index]);
  }
  return blocks;
}
