// Other initial values, as the edit `initial` asks for them: of a variable, or of a part of one.

import { is, Map } from 'immutable';
import { type Edit, printEdit } from './edits.ts';
import { assert, SpecError, suggest, UsageError } from './errors.ts';
import { applyNodes, constantValue } from './nodes.ts';
import { printSort, type Sort } from './sorts.ts';
import { type Clause, type InitialTree, type Node, type VariableTree } from './tree.ts';
import { elementsOf, type Value } from './values.ts';
import { parseValue, printTaken, readValue } from './value-text.ts';

type InitialEdit = Extract<Edit, { kind: 'initial' }>;
type Values = InitialTree['choices'][number]['values'];

/** What an edit asks for: this variable, or the part of it at the end of these steps, begins with this value. */
interface Asked {
  readonly variable: VariableTree;
  readonly steps: readonly Step[];
  /** Undefined: any value of the sort. */
  readonly value: Node | undefined;
}

type Step = { readonly kind: 'at'; readonly key: Node } | { readonly kind: 'field'; readonly name: string };

/** A way to start, before it is part of the tree. */
export interface Start {
  readonly choices: InitialTree['choices'];
  /** What an edit says of a part of a variable that takes any value. */
  readonly where: readonly Clause[];
}

/** The ways to start, edited one after the other. @throws UsageError for an unknown place or value, SpecError where nothing changes */
export function editedStarts(
  starts: readonly Start[],
  declared: readonly VariableTree[],
  edits: readonly InitialEdit[],
): readonly Start[] {
  return edits.reduce((current, edit) => {
    const asked = askedBy(edit, declared);
    if (current.every((start) => isAsAsked(start, asked)))
      throw new SpecError(`the edit '${printEdit(edit)}' changes nothing`, {
        mend: 'a variant that changes nothing proves nothing',
      });
    return current.map((start) => editedStart(start, asked, printEdit(edit)));
  }, starts);
}

function editedStart(start: Start, { variable, steps, value }: Asked, name: string): Start {
  const before = valuesIn(start, variable);
  const put = (values: Values): Start => ({
    ...start,
    choices: start.choices.map((choice) => (choice.variable === variable.name ? { ...choice, values } : choice)),
  });
  if (value === undefined) return put('anything');
  if (steps.length === 0) return put([value]);
  if (before !== 'anything') return put(before.map((whole) => withPart(whole, steps, value)));
  const whole: Node = { kind: 'variable', sort: variable.sort, name: variable.name };
  const node = applyNodes('equal', [partOf(whole, steps), value]);
  return { ...start, where: [...start.where, { name, node }] };
}

// As far as this can be seen without computing initial values.
function isAsAsked(start: Start, { variable, steps, value }: Asked): boolean {
  const values = valuesIn(start, variable);
  if (values === 'anything' || value === undefined) return values === 'anything' && value === undefined;
  const [only, ...more] = values;
  if (only === undefined || more.length > 0) return false;
  const part = steps.reduce(valueAt, valueOf(only, variable.sort));
  return part !== undefined && is(part, constantValue(value));
}

function valuesIn({ choices }: Start, { name }: VariableTree): Values {
  const found = choices.find(({ variable }) => variable === name);
  assert(found !== undefined, `the variable '${name}' has initial values`);
  return found.values;
}

function askedBy(edit: InitialEdit, declared: readonly VariableTree[]): Asked {
  const variable = declared.find(
    ({ name }) =>
      edit.place === name || (edit.place.startsWith(name) && ['[', '.'].includes(edit.place.charAt(name.length))),
  );
  if (variable === undefined) {
    const names = declared.map(({ name }) => name);
    throw new UsageError(`there is no variable '${edit.place}' with an initial value`, {
      mend: suggest(edit.place, names) || `the variables are ${names.join(', ')}`,
    });
  }
  let [rest, sort] = [edit.place.slice(variable.name.length), variable.sort];
  const steps: Step[] = [];
  while (rest !== '') {
    const found = sort.kind === 'fn' ? keyIn(rest, sort) : sort.kind === 'record' ? fieldIn(rest, sort) : undefined;
    if (found === undefined) throw noPart(edit, edit.place.slice(0, edit.place.length - rest.length), sort);
    steps.push(found.step);
    [rest, sort] = [found.rest, found.sort];
  }
  const isAny = edit.value === 'anything' && steps.length === 0;
  const value = isAny ? undefined : parseValue(edit.value, sort, edit.place);
  return { variable, steps, value: value === undefined ? undefined : { kind: 'literal', sort, value } };
}

interface Found {
  readonly step: Step;
  readonly rest: string;
  readonly sort: Sort;
}

function keyIn(rest: string, sort: Extract<Sort, { kind: 'fn' }>): Found | undefined {
  const key = rest.startsWith('[') ? readValue(rest.slice(1), sort.key) : undefined;
  if (key?.rest.startsWith(']') !== true) return undefined;
  const literal: Node = { kind: 'literal', sort: sort.key, value: key.value };
  return { step: { kind: 'at', key: literal }, rest: key.rest.slice(1), sort: sort.value };
}

function fieldIn(rest: string, sort: Extract<Sort, { kind: 'record' }>): Found | undefined {
  const [name] = /^\.[^.[]+/.exec(rest) ?? [];
  const field = name === undefined ? undefined : sort.fields[name.slice(1)];
  if (name === undefined || field === undefined) return undefined;
  return { step: { kind: 'field', name: name.slice(1) }, rest: rest.slice(name.length), sort: field };
}

function noPart(edit: InitialEdit, whole: string, sort: Sort): UsageError {
  const what = `'${edit.place}' is no part of ${whole}, which is ${printSort(sort)}`;
  if (sort.kind === 'fn')
    return new UsageError(what, { mend: `write ${whole}[key], where the key is ${printTaken(sort.key)}` });
  if (sort.kind === 'record')
    return new UsageError(what, { mend: `write ${whole}.field, where the field is ${printTaken(fieldsOf(sort))}` });
  return new UsageError(what, { mend: `leave it at ${whole}` });
}

function fieldsOf({ fields }: Extract<Sort, { kind: 'record' }>): Sort {
  return { kind: 'enumeration', labels: Object.keys(fields) };
}

function partOf(whole: Node, steps: readonly Step[]): Node {
  return steps.reduce(
    (node, step) => (step.kind === 'at' ? applyNodes('at', [node, step.key]) : applyNodes('field', [node], step.name)),
    whole,
  );
}

function withPart(whole: Node, [step, ...more]: readonly Step[], value: Node): Node {
  if (step === undefined) return value;
  const part = withPart(partOf(whole, [step]), more, value);
  return step.kind === 'at'
    ? applyNodes('except', [whole, step.key, part])
    : applyNodes('with', [whole, part], step.name);
}

// The value of what is written without reading anything: a literal, one value for all keys, a record of such.
function valueOf(node: Node, sort: Sort): Value | undefined {
  if (node.kind === 'quantified' && sort.kind === 'fn') {
    const each = valueOf(node.body, sort.value);
    return each === undefined ? undefined : Map(elementsOf(sort.key).map((key) => [key, each]));
  }
  if (node.kind === 'apply' && node.operator === 'record' && sort.kind === 'record') {
    const fields = Object.entries(sort.fields).map(([name, field], index) => {
      const part = node.args[index];
      return [name, part && valueOf(part, field)] as const;
    });
    return fields.some(([, value]) => value === undefined) ? undefined : Map(fields as [string, Value][]);
  }
  return constantValue(node);
}

function valueAt(whole: Value | undefined, step: Step): Value | undefined {
  if (!Map.isMap(whole)) return undefined;
  return step.kind === 'at' ? whole.get(constantValue(step.key) ?? null) : whole.get(step.name);
}
