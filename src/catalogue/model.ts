// Of `describe`: the model's constants, what is assumed of them and taken for granted; its mutants and suites.

import { type Model, printEdit, type Specification } from '../../checker/index.ts';
import type { NamedSuite } from '../matrix/suites.ts';
import { columns, foldWords } from '../report/layout.ts';
import type { Section } from './describe.ts';
import { sortText } from './sorts.ts';

/** The constants with the values that the rest of the description is for. */
export function describeModel(model: Model, { constants, modelled }: Specification): readonly Section[] {
  const rows = constants.map(({ name, sort, value, meaning }) => {
    const standard = model.constants[name]?.default;
    const other = value === standard ? '' : ` (default ${String(standard)})`;
    return [`  ${name}`, `${String(value)}${other}`, sortText(sort), meaning];
  });
  return [
    { heading: 'constants', lines: columns(rows) },
    { heading: 'assumed of the constants', lines: sentences(model.assumptions) },
    { heading: 'taken for granted', lines: sentences(modelled) },
  ];
}

/** The variants that have names, and what is expected of which. */
export function describeVariants({ mutants }: Model, suites: readonly NamedSuite[]): readonly Section[] {
  const mutantLines = Object.entries(mutants).flatMap(([name, { edits, about, breaks, set }]) => {
    const does = [
      ...edits.map(printEdit),
      ...Object.entries(set).map(([label, value]) => `set ${label}=${String(value)}`),
    ];
    const verdict = breaks === undefined ? '' : breaks.length === 0 ? 'breaks nothing' : `breaks ${breaks.join(', ')}`;
    const told = [about, verdict].filter((text) => text !== '').join('; ');
    return [
      `  ${name}  ${foldWords(does.join('; '), { indent: 6, first: 4 + name.length })}`,
      ...(told === '' ? [] : [`      ${foldWords(told, { indent: 6 })}`]),
    ];
  });
  const suiteRows = suites.map(({ label, set = {}, mutant, edits = [], properties = [], expect }) => {
    const options = [
      ...Object.entries(set).map(([constant, value]) => `--set ${constant}=${String(value)}`),
      ...(mutant === undefined ? [] : [`--mutant ${mutant}`]),
      ...edits.map((edit) => `--edit '${typeof edit === 'string' ? edit : printEdit(edit)}'`),
      ...properties.map((property) => `--property ${property}`),
    ].join(' ');
    return [`  ${label}`, expect, options];
  });
  return [
    { heading: 'mutants', lines: mutantLines },
    { heading: 'suites', lines: columns(suiteRows) },
  ];
}

function sentences(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `  ${foldWords(text, { indent: 4, first: 2 })}`);
}
