// Of `describe`: what a search can leave out, and which expression keeps it from leaving out more. Dead locals have a section of their own.

import { foreseenReductions, type Specification } from '../../checker/index.ts';
import { indented } from '../report/layout.ts';
import { reductionParts } from '../report/reductions.ts';
import { listed } from '../report/words.ts';
import { reductionsIn } from '../result/reductions.ts';
import type { Section } from './describe.ts';

/** `shown`: how the path of a file is said. */
export function describeReductions(specification: Specification, shown: (file: string) => string): Section {
  const all = reductionsIn({ reductions: foreseenReductions(specification) }, shown);
  // Where nothing could be left out to begin with, there is nothing to tell.
  const told = all.filter(({ isInForce, hindrances }) => isInForce || hindrances.length > 0);
  const lines = [...whereNothing(specification, told.length > 0), ...told.flatMap(reductionParts)];
  return { heading: 'reductions (what a search can leave out)', lines };
}

// Of whole behaviours nothing may be left out, whatever could be of the rest.
function whereNothing({ liveness, recoverable, unclaimed }: Specification, isMore: boolean): readonly string[] {
  const asked = [...liveness, ...recoverable].map(({ name }) => name).filter((name) => !unclaimed.includes(name));
  if (asked.length === 0) return [];
  const are = asked.length === 1 ? 'is' : 'are';
  return [indented(`nothing while ${listed(asked)} ${are} checked${isMore ? '; else:' : ''}`, 2)];
}
