// Which of a file's exports is the model that is meant.

import {
  isModel,
  languageVersion,
  type Model,
  type SourcePlace,
  SpecError,
  suggest,
  UsageError,
} from '../../checker/index.ts';

export interface ExportedModel {
  /** The name under which it is exported. */
  readonly as: string;
  readonly model: Model;
}

type Exports = Readonly<Record<string, unknown>>;

/** The models of a file, the default export first. */
export function modelsOf(exports: Exports): ExportedModel[] {
  const models = Object.entries(exports).flatMap(([as, value]) => (isModel(value) ? [{ as, model: value }] : []));
  return [...models.filter(({ as }) => as === 'default'), ...models.filter(({ as }) => as !== 'default')];
}

/**
 * The model called `wanted`, by its export or by its own name; without a name the default export, or the only model there is.
 * @throws UsageError where the file has no such model, SpecError where it has none at all
 */
export function chooseModel(exports: Exports, path: string, file: string, wanted: string | undefined): Model {
  const models = modelsOf(exports);
  const found =
    wanted === undefined ? standard(models) : models.find(({ as, model }) => as === wanted || model.name === wanted);
  if (found === undefined) return refuseChoice(exports, models, path, wanted);
  return ofThisLanguage(found.model, [{ file, line: 1, column: 1 }]);
}

/** The model itself. @throws SpecError where it was built by another version: two that meet in one run do not mix */
export function ofThisLanguage(model: Model, places: readonly SourcePlace[]): Model {
  if (model.language === languageVersion) return model;
  throw new SpecError(
    `model '${model.name}' is built by ballast ${model.language}, and this is ballast ${languageVersion}`,
    { places, mend: 'one run has one ballast: remove the other copy, or run its own command' },
  );
}

function standard(models: readonly ExportedModel[]): ExportedModel | undefined {
  return models[0]?.as === 'default' || models.length === 1 ? models[0] : undefined;
}

function refuseChoice(
  exports: Exports,
  models: readonly ExportedModel[],
  path: string,
  wanted: string | undefined,
): never {
  if (models.length === 0) {
    const exported = listNames('it exports', Object.keys(exports));
    throw new SpecError(`${path} exports no model`, {
      mend: `${exported}: write export default model('name', { … }, …)`,
    });
  }
  const names = models.map(({ as, model }) => (as === 'default' ? model.name : as));
  if (wanted === undefined) {
    const all = names.map((name) => `${path}#${name}`);
    throw new UsageError(`${path} exports several models and none by default`, { mend: listNames('write', all, 'or') });
  }
  const mend = listNames('its models are', names);
  if (wanted in exports) throw new UsageError(`'${wanted}' of ${path} is not a model`, { mend });
  throw new UsageError(`${path} exports no model '${wanted}'`, { mend: suggest(wanted, names) || mend });
}

/** `it exports a, b and c`; `it exports nothing`. */
export function listNames(before: string, names: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (names.length === 0) return `${before} nothing`;
  return `${before} ${new Intl.ListFormat('en-GB', { type: conjunction === 'and' ? 'conjunction' : 'disjunction' }).format(names)}`;
}
