// ballast list: what comes with the command, by the names that `check` takes.

import type { Model } from '../../checker/index.ts';
import { bundledFiles, importBundled } from '../load/bundled.ts';
import { modelsOf } from '../load/model-choice.ts';
import { foldWords } from '../report/layout.ts';
import type { Terminal } from '../terminal.ts';
import { openingOf, shownSource } from './opening.ts';
import { sortText } from './sorts.ts';

interface Listed {
  /** As the command line takes it. */
  readonly name: string;
  readonly about: string;
  readonly file: string;
  readonly constants: readonly {
    readonly name: string;
    readonly sort: string;
    readonly default: boolean | number | string;
  }[];
  readonly mutants: readonly string[];
}

export async function list({ json }: { readonly json?: boolean }, { cwd, print, paint }: Terminal): Promise<number> {
  const all: Listed[] = [];
  for (const bundled of bundledFiles()) {
    const models = modelsOf(await importBundled(bundled));
    models.forEach(({ as, model }, index) => {
      const isMain = as === 'default' || models.length === 1;
      all.push({
        name: isMain ? bundled.name : `${bundled.name}#${model.name}`,
        about: index === 0 ? openingOf(bundled.file) : '',
        file: shownSource(bundled.file, cwd),
        constants: constantsOf(model),
        mutants: Object.keys(model.mutants),
      });
    });
  }
  if (json === true) print(JSON.stringify(all, undefined, 2));
  else print(all.map((listed) => render(listed, paint)).join('\n'));
  return 0;
}

function constantsOf({ constants }: Model): Listed['constants'] {
  return Object.entries(constants).map(([name, { sort, default: standard }]) => ({
    name,
    sort: sortText(sort),
    default: standard,
  }));
}

function render({ name, about, file, constants, mutants }: Listed, paint: Terminal['paint']): string {
  const settings = constants.map((constant) => `${constant.name} = ${String(constant.default)} (${constant.sort})`);
  return [
    `${paint('strong', name)}   ${paint('quiet', file)}`,
    ...(about === '' ? [] : [`  ${foldWords(about, { indent: 2 })}`]),
    ...(settings.length === 0 ? [] : [`  ${foldWords(settings.join('; '), { indent: 4, first: 2 })}`]),
    ...(mutants.length === 0 ? [] : [`  mutants ${foldWords(mutants.join(', '), { indent: 4, first: 10 })}`]),
    '',
  ].join('\n');
}
