// The variants as tables of Markdown, as GitHub shows them. Nothing in them differs from run to run, so that they can be kept beside a specification.

import type { NecessitySide, VariantResult } from '../necessity/result.ts';
import { code, prose } from './markdown-text.ts';
import { cellsOf, changes, changesBetween, nameOf, titlesOf } from './necessity-pairs.ts';
import {
  behavioursAtText,
  behaviourText,
  brokenText,
  countsText,
  functionOf,
  groupedBy,
  largerText,
  mutantTexts,
  ofKind,
  sentenceOf,
  shortName,
} from './necessity-words.ts';
import { printCount, printCounted } from './numbers.ts';
import { capitalised, printIdentity, printNamed } from './words.ts';

/** A chapter for each side; before those of two, one that sets them beside each other. */
export function necessityMarkdown(sides: readonly NecessitySide[]): string {
  const [first, second] = sides;
  const both = first === undefined || second === undefined ? [] : [comparedChapter(first, second)];
  return [...both, ...sides.map(chapter)].join('\n\n');
}

function comparedChapter(first: NecessitySide, second: NecessitySide): string {
  const pairs = changesBetween(first, second);
  const names = [nameOf(first), nameOf(second)];
  const titles = titlesOf(nameOf(first), nameOf(second));
  return [
    `## ${names.map(prose).join(' and ')}`,
    ...changes.flatMap((change) => {
      const members = pairs.filter((pair) => pair.change === change);
      if (members.length === 0) return [];
      const rows = members.map((pair) => [
        prose(functionOf(pair.variant)),
        code(shortName(pair.variant)),
        ...cellsOf(pair).map(prose),
      ]);
      return [`### ${capitalised(prose(titles[change]))}`, table(['where', 'edit', ...names.map(prose)], rows)];
    }),
  ].join('\n\n');
}

function chapter(side: NecessitySide): string {
  const { specification, variants, name, properties } = side;
  const constants = specification.constants.filter(({ isDefault }) => !isDefault).map(printNamed);
  const title = [printIdentity(specification), ...(name === undefined ? [] : [name])].join(', ');
  const kinds = [
    ['Not noticed', ofKind(variants, 'not noticed'), unnoticedCells],
    ['Load-bearing', ofKind(variants, 'load-bearing'), bearingCells],
    ['Redundant', ofKind(variants, 'redundant'), redundantCells],
    ['Assertions', ofKind(variants, 'assertion'), assertionCells],
    ['Not decided', ofKind(variants, 'not decided'), openCells],
    ['Cannot be built', ofKind(variants, 'cannot be built'), openCells],
  ] as const;
  return [
    `## What ${prose(title)} relies on`,
    `${capitalised(prose(sentenceOf(side)))}. ${printCounted(variants.length, 'variant')}: ${countsText(side)}.`,
    ...(constants.length === 0 ? [] : [`With ${constants.map(code).join(', ')}.`]),
    ...(side.larger === undefined || variants.every(isMutant) ? [] : [`The larger size is ${code(largerText(side))}.`]),
    ...(side.leftOut.length === 0
      ? []
      : [`Broken without any change, so not asked about: ${side.leftOut.map(prose).join(', ')}.`]),
    ...kinds.flatMap(([what, members, cellsOf]) =>
      members.length === 0
        ? []
        : [
            `### ${what}`,
            table(
              ['where', 'edit', 'rule', 'without', 'what comes of it'],
              groupedBy<VariantResult>(members, ({ group }) => group).flatMap(([, same]) =>
                same.map((variant) => [
                  prose(functionOf(variant)),
                  code(variant.name),
                  code(variant.before),
                  prose(withoutText(variant, side)),
                  prose(cellsOf(variant)),
                ]),
              ),
            ),
          ],
    ),
    ...(variants.every(isMutant) ? [] : ['### What notices', noticesTable(properties)]),
    ...assumed(side),
  ].join('\n\n');
}

// A mutant is asked about the rule that it breaks: that tells nothing about the others.
function isMutant({ mutant }: VariantResult): boolean {
  return mutant !== undefined;
}

function noticesTable(properties: NecessitySide['properties']): string {
  return table(
    ['property', 'notices', 'alone'],
    properties.map((property) => [
      prose(property.name),
      printCount(property.notices.length),
      printCount(property.alone.length),
    ]),
  );
}

/** The rule as the variant has it; of a mutant, what it is about, at which constants, and what is asked about it. */
function withoutText(variant: VariantResult, side: NecessitySide): string {
  if (!isMutant(variant)) return variant.after;
  return mutantTexts(variant, side)
    .filter((text) => text !== variant.before)
    .join('; ');
}

function unnoticedCells({ verdict }: VariantResult): string {
  if (verdict.kind !== 'not noticed') return '';
  return [
    ...(verdict.behavioursAt === undefined ? [] : [behavioursAtText(verdict.behavioursAt)]),
    ...(verdict.isOnlyLarger ? ['the same state graph at the size asked for, another at the larger one'] : []),
    ...(verdict.new === undefined ? [] : [behaviourText('new', verdict.new)]),
    ...(verdict.gone === undefined ? [] : [behaviourText('gone', verdict.gone)]),
  ].join('; ');
}

function bearingCells({ verdict }: VariantResult): string {
  if (verdict.kind !== 'load-bearing') return '';
  return `${brokenText(verdict)}${verdict.size === 'larger' ? ', at the larger size' : ''}`;
}

function redundantCells({ verdict }: VariantResult): string {
  return verdict.kind === 'redundant'
    ? `the same ${printCounted(verdict.statesDistinct, 'state')} and ${printCounted(verdict.edgesDistinct, 'step')}`
    : '';
}

function assertionCells({ verdict }: VariantResult): string {
  if (verdict.kind !== 'assertion') return '';
  return verdict.alone.length === 0 ? '' : `alone notices ${verdict.alone.join(', ')}`;
}

function openCells({ verdict }: VariantResult): string {
  return verdict.kind === 'not decided' || verdict.kind === 'cannot be built' ? verdict.reason : '';
}

/** Rows of cells that are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A bar would end the cell, within code too. */
function inCell(text: string): string {
  return text.replaceAll(/(?<!\\)\|/g, String.raw`\|`).replaceAll(/\s+/g, ' ');
}

function assumed({ modelled, assumptions }: NecessitySide): string[] {
  const sentences = [...modelled, ...assumptions.map((assumption) => `of the constants: ${assumption}`)];
  return sentences.length === 0 ? [] : ['Assumed:', sentences.map((sentence) => `- ${prose(sentence)}`).join('\n')];
}
