// --compare before after: which constant the two words are values of, and the two sides as questions.

import { type Model, parseConstant, suggest, UsageError } from '../../checker/index.ts';
import type { Settings } from '../arguments/settings.ts';

/** A constant, and its two values. */
export interface Comparison {
  readonly constant: string;
  readonly values: readonly [first: ConstantValue, second: ConstantValue];
}

type ConstantValue = Settings[string];

/** From `before` and `after`, or `version=before,after` alone. @throws UsageError saying what can be compared */
export function parseComparison(
  { name, constants }: Model,
  first: string,
  second: string | undefined,
  set: Settings,
): Comparison {
  const [, named, left = '', right = ''] = /^([^=]+)=([^,]+),(.+)$/.exec(first) ?? [];
  if (named !== undefined) {
    if (second !== undefined)
      throw new UsageError(`--compare ${first} says what is compared, and '${second}' is one word more`, {
        mend: `write --compare ${first} alone`,
      });
    const constant = Object.hasOwn(constants, named) ? constants[named] : undefined;
    if (constant === undefined) refuseConstant(name, named, Object.keys(constants));
    return comparison(
      named,
      parseConstant(named, left, constant.sort),
      parseConstant(named, right, constant.sort),
      set,
    );
  }
  if (second === undefined)
    throw new UsageError(`--compare ${first} names one side`, {
      mend: 'write --compare before after, or --compare constant=before,after',
    });
  const takers = Object.entries(constants).flatMap(([label, { sort }]) => {
    const values = [first, second].map((text) => valueOf(label, text, sort));
    const [one, other] = values;
    return one === undefined || other === undefined ? [] : [{ label, one, other }];
  });
  const [taker, ...others] = takers;
  if (taker === undefined) refuseValues(name, constants, [first, second]);
  if (others.length > 0)
    throw new UsageError(`'${first}' and '${second}' are values of several constants`, {
      mend: `write ${takers.map(({ label }) => `--compare ${label}=${first},${second}`).join(' or ')}`,
    });
  return comparison(taker.label, taker.one, taker.other, set);
}

function comparison(constant: string, first: ConstantValue, second: ConstantValue, set: Settings): Comparison {
  if (first === second)
    throw new UsageError(`--compare names '${String(first)}' twice`, { mend: 'name two values of a constant' });
  if (Object.hasOwn(set, constant))
    throw new UsageError(`--compare and --set both say what ${constant} is`, { mend: 'leave --set of it out' });
  return { constant, values: [first, second] };
}

function valueOf(label: string, text: string, sort: Parameters<typeof parseConstant>[2]): ConstantValue | undefined {
  try {
    return parseConstant(label, text, sort);
  } catch (thrown) {
    if (thrown instanceof UsageError) return undefined;
    throw thrown;
  }
}

function refuseConstant(model: string, label: string, names: readonly string[]): never {
  const known = names.length === 0 ? 'it has no constants' : `its constants are ${names.join(', ')}`;
  throw new UsageError(`${model} has no constant '${label}'`, { mend: suggest(label, names) || known });
}

function refuseValues(model: string, constants: Model['constants'], values: readonly [string, string]): never {
  const labels = [
    ...new Set(Object.values(constants).flatMap(({ sort }) => (sort.kind === 'enumeration' ? sort.labels : []))),
  ];
  const odd = values.find((value) => !labels.includes(value)) ?? values[0];
  throw new UsageError(`no constant of ${model} has the values '${values[0]}' and '${values[1]}'`, {
    mend: suggest(odd, labels) || 'name the constant too: --compare constant=before,after',
  });
}
