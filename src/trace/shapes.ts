// What a file must look like to be shown: only what the forms read is looked at, so that a result with more in it is read too.

/** A list of one shape, an object's fields, or a plain kind; with '?' what may be left out. */
export type Shape =
  'string' | 'number' | 'boolean' | 'json' | 'sort' | `${'string' | 'number' | 'boolean'}?` | Fields | List | Optional;
interface Fields {
  readonly [name: string]: Shape;
}
type List = readonly [Shape];
interface Optional {
  readonly '?': Shape;
}

const named: Shape = { name: 'string', value: 'string' };
const changed: Shape = { place: 'string', before: 'string', after: 'string', isRelevant: 'boolean?' };
const source: Shape = { '?': { file: 'string', function: 'string?' } };

const stepShape: Shape = {
  action: 'string',
  text: 'string',
  parameters: [named],
  actor: 'string?',
  calls: { '?': ['string'] },
  statements: { '?': ['string'] },
  source,
  changes: [changed],
  shown: [changed],
  failure: 'string?',
  isRelevant: 'boolean?',
};

export const propertyShape: Shape = {
  name: 'string',
  kind: 'string',
  rule: 'string',
  verdict: 'string',
  isSelected: 'boolean',
  isOn: 'boolean',
  isShortest: 'boolean?',
  steps: 'number?',
  loop: 'number?',
  isOfFair: 'boolean?',
  assuming: { '?': ['string'] },
  why: {
    '?': { message: 'string?', text: 'string', value: 'string', bindings: [named], given: ['string'], reads: [named] },
  },
  waiting: { '?': [{ actor: 'string?', action: 'string', clause: 'string' }] },
  orderings: { '?': [{ first: 'number', second: 'number', outcome: 'string', reason: 'string' }] },
  because: { '?': { step: 'number', text: 'string' } },
  source,
  place: { '?': { file: 'string', line: 'number', column: 'number' } },
};

const truths: Shape = {
  '?': [{ property: 'string', kind: 'string', falseIn: ['number'], outsideIn: { '?': ['number'] } }],
};

const loop: Shape = {
  '?': { from: 'number', isStuttering: 'boolean', fairness: { '?': [{ text: 'string', why: 'string' }] } },
};

const refusal: Shape = {
  action: 'string',
  binding: [named],
  unmet: [{ text: 'string', value: 'string', reads: [named] }],
  leaves: [named],
  fails: 'string?',
};

const mapped: Shape = {
  '?': {
    refinement: 'string',
    abstract: 'string',
    variables: [{ name: 'string', role: 'string', sort: 'sort' }],
    initial: [named],
    steps: [{ kind: 'string', text: 'string?', changes: [changed], refusals: { '?': [refusal] } }],
    states: ['json'],
  },
};

export const traceShape: Shape = { initial: [named], steps: [stepShape], loop, mapped, states: ['json'], truths };

export const specificationShape: Shape = {
  name: 'string',
  reference: 'string',
  constants: [{ name: 'string', value: 'json', isDefault: 'boolean' }],
  mutant: 'string?',
  edits: ['string'],
};

export const reductionShape: Shape = { name: 'string', isInForce: 'boolean', of: ['string'] };

export const variablesShape: Shape = [{ name: 'string', role: 'string', sort: 'sort' }];

/** What of the value is not as it should be, with its place: `steps[2].text is no string`. Undefined where all is. */
export function misfit(value: unknown, shape: Shape, path: string): string | undefined {
  if (typeof shape === 'string') return plainMisfit(value, shape, path);
  if (isList(shape)) {
    if (!Array.isArray(value)) return `${path} is no list`;
    return first(value.map((item, index) => () => misfit(item, shape[0], `${path}[${index}]`)));
  }
  if ('?' in shape) return value === undefined ? undefined : misfit(value, shape['?'], path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path} is no object`;
  const fields = value as Readonly<Record<string, unknown>>;
  return first(
    Object.entries(shape).map(
      ([name, of]) =>
        () =>
          misfit(fields[name], of, `${path}.${name}`),
    ),
  );
}

function plainMisfit(value: unknown, shape: string, path: string): string | undefined {
  const kind = shape.replace('?', '');
  if (value === undefined) return shape.endsWith('?') ? undefined : `${path} is missing`;
  const isFit = kind === 'json' || (kind === 'sort' ? isSort(value) : typeof value === kind);
  return isFit ? undefined : `${path} is no ${kind}`;
}

/** See SortResult. */
function isSort(value: unknown): boolean {
  if (typeof value === 'string') return ['boolean', 'integer', 'string', 'lock'].includes(value);
  if (typeof value !== 'object' || value === null) return false;
  const parts: Readonly<Record<string, unknown>> = { ...value };
  const { maybe, set, sequence, function: result, tuple, record, variant } = parts;
  if (Array.isArray(tuple)) return tuple.every(isSort);
  const named = record ?? variant;
  if (typeof named === 'object' && named !== null) return Object.values(named).every(isSort);
  return isSort(maybe ?? set ?? sequence ?? result);
}

function isList(shape: Shape): shape is List {
  return Array.isArray(shape);
}

function first(complaints: readonly (() => string | undefined)[]): string | undefined {
  for (const complain of complaints) {
    const complaint = complain();
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}
