// The trace for an issue, a pull request or a mail: Markdown that GitHub draws, and that is read as it stands. The race is plain text within 75
// columns, fenced, since a table of Markdown's own is no pleasure in a mail.

import { printCounted } from '../report/numbers.ts';
import { fold, foldWords, paragraphs } from '../report/layout.ts';
import { code, fenced, prose } from '../report/markdown-text.ts';
import { shellLines } from '../report/shell-lines.ts';
import { printIdentity } from '../report/words.ts';
import { traceBlocks } from './race.ts';
import type { TraceSubject } from './subject.ts';
import { constants, sentence } from './words.ts';

export function markdown(subject: TraceSubject): string {
  const { modelled, command, treeHash, reductions = [] } = subject;
  const { set, standard } = constants(subject);
  const others = set.length === 0 ? 'all constants' : printCounted(standard.length, 'constant');
  const chosen = [...set.map(code), ...(standard.length === 0 ? [] : [`${others} as by default`])];
  const blocks = [
    `### ${prose(printIdentity(subject.specification))}: ${prose(sentence(subject))}`,
    chosen.length === 0 ? '' : `With ${fold(chosen, { first: 5 })}.`,
    fenced(paragraphs(traceBlocks(subject)).split('\n')),
    command === undefined
      ? ''
      : `To see it again${treeHash === undefined ? '' : ` (tree ${treeHash})`}:\n\n${fenced(shellLines('', command), 'sh')}`,
    reductions.length === 0 ? '' : foldWords(`Found by a search reduced by ${prose(reductions.join(', '))}.`),
    modelled.length === 0 ? '' : ['Taken for granted:', '', ...modelled.map(item)].join('\n'),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** An item of a list, no line of which begins another one. */
function item(text: string): string {
  return `- ${foldWords(prose(text), { indent: 2 }).replaceAll(/^( +\d*)([-+.)])(?= )/gm, String.raw`$1\$2`)}`;
}
