// --set name=value: constants from the command line. Several values for a constant make a sweep over the product.

import { type Model, parseConstant, suggest, UsageError } from '../../checker/index.ts';

export type Settings = Readonly<Record<string, boolean | number | string>>;

/** A sweep of more checks than this is taken for a slip. */
const sweepMost = 10_000;

/** What is asked of whoever writes them. */
interface Form {
  /** By which they are given: `--set`. */
  readonly option: string;
  /** Whether each constant has one value. */
  readonly isSingle: boolean;
}

/** For a command that looks at one specification: each constant has one value. */
export function parseSetting(texts: readonly string[], model: Model, option = '--set'): Settings {
  const [setting = {}, ...more] = combinationsOf(texts, model, { option, isSingle: true });
  if (more.length === 0) return setting;
  throw new UsageError(`one specification is looked at, and ${option} asks for ${more.length + 1}`, {
    mend: 'give each constant one value',
  });
}

/** Every combination of the values asked for, the last constant turning fastest; one empty combination where none are asked for. */
export function parseSettings(texts: readonly string[], model: Model): readonly Settings[] {
  return combinationsOf(texts, model, { option: '--set', isSingle: false });
}

function combinationsOf(texts: readonly string[], { name, constants }: Model, form: Form): readonly Settings[] {
  const values = new Map<string, readonly (boolean | number | string)[]>();
  const written = new Map<string, string>();
  for (const text of texts) {
    const [, label = '', given = ''] = /^([^=]+)=(.+)$/.exec(text) ?? refuseForm(text, form);
    const constant = Object.hasOwn(constants, label) ? constants[label] : undefined;
    if (constant === undefined) refuseName(name, label, Object.keys(constants));
    const earlier = written.get(label);
    if (earlier !== undefined && earlier !== given) refuseTwice(label, earlier, given, form);
    written.set(label, given);
    const list = pieces(label, given, constant.sort.kind === 'range');
    values.set(label, [...new Set(list.map((piece) => parseConstant(label, piece, constant.sort)))]);
  }
  const count = [...values.values()].reduce((product, list) => product * list.length, 1);
  if (count > sweepMost) {
    throw new UsageError(`${form.option} asks for ${count.toLocaleString('en-US')} checks`, {
      mend: 'set fewer values at once',
    });
  }
  return [...values].reduce<Settings[]>(
    (combinations, [label, list]) =>
      combinations.flatMap((settings) => list.map((value) => ({ ...settings, [label]: value }))),
    [{}],
  );
}

/** `1..3` and `1,2` apart; the ends of a stretch are bounded before it is written out. */
function pieces(label: string, given: string, isRange: boolean): readonly string[] {
  return given.split(',').flatMap((piece) => {
    const [, from, to] = (isRange ? /^(-?\d+)\.\.(-?\d+)$/.exec(piece) : null) ?? [];
    if (from === undefined || to === undefined) return [piece];
    const length = Number(to) - Number(from) + 1;
    if (length < 1) {
      throw new UsageError(`'${piece}' is an empty stretch of ${label}`, { mend: `write ${label}=${to}..${from}` });
    }
    if (length > sweepMost) throw new UsageError(`'${piece}' asks for too many values of ${label}`);
    return Array.from({ length }, (_, index) => String(Number(from) + index));
  });
}

function refuseForm(text: string, { option }: Form): never {
  const [, name = 'name'] = /^([^=]+)=?$/.exec(text) ?? [];
  const mend = `write ${option} ${name}=value`;
  throw new UsageError(`${option} ${text} gives no constant a value`, { mend });
}

function refuseName(model: string, label: string, names: readonly string[]): never {
  const known = names.length === 0 ? 'it has no constants' : `its constants are ${names.join(', ')}`;
  throw new UsageError(`${model} has no constant '${label}'`, { mend: suggest(label, names) || known });
}

function refuseTwice(label: string, earlier: string, given: string, { option, isSingle }: Form): never {
  throw new UsageError(`${label} is set twice: to ${earlier} and to ${given}`, {
    mend: isSingle ? 'give it one value' : `write ${option} ${label}=${earlier},${given} to check both`,
  });
}
