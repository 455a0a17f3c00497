// Packed states by the plain road: a state written into the fields of the layout, and read back.
// Words lie as little-endian bytes in order, so bit b of the state is bit b mod 8 of byte b div 8.

import { List, Map as FunctionValue, Set as SetValue } from 'immutable';
import { assert, InternalError } from '../language/errors.ts';
import { layoutOf, processNames, type Field, type Layout, type Shape } from '../language/layout.ts';
import type { Specification } from '../language/tree.ts';
import { tagged, unset, type Value } from '../language/values.ts';
import { readerOf, stateMaker, type State } from './state.ts';
import { onlyAt } from './unset.ts';

export interface Codec {
  readonly layout: Layout;
  readonly encode: (state: State) => Uint8Array;
  /** The value of one variable packed, and nothing else. */
  readonly encodeOne: (variable: string, value: Value) => Uint8Array;
  /** A local is unset at the labels where its process has none; the packed state alone does not tell unset from the first value. */
  readonly decode: (bytes: Uint8Array) => State;
}

/** How states of a specification are packed. @throws SpecError where a state is too large */
export function codecOf(specification: Pick<Specification, 'variables' | 'processes' | 'actions'>): Codec {
  const { variables, processes } = specification;
  const names = processNames(specification);
  const layout = layoutOf(variables, names.length);
  const make = stateMaker(variables);
  const living = processes.flatMap(({ position, locals }) =>
    locals.map(({ variable, labels }) => ({ variable, position, labels: new Set<Value>(labels) })),
  );
  const packers = layout.variables.map(({ name, shape }) => packerOf(name, shape, layout, names));
  const shapes = new Map(layout.variables.map(({ name, shape }) => [name, shape]));
  return {
    layout,
    encodeOne: (variable, value) => {
      const bytes = new Uint8Array(layout.words * 8);
      write(value, shapes.get(variable) ?? missing(), { bytes, fields: layout.fields, processes: names });
      return bytes;
    },
    encode: (state) => {
      const bytes = new Uint8Array(layout.words * 8);
      for (const pack of packers) pack(state, bytes);
      return bytes;
    },
    decode: (bytes) => {
      const packed: Packed = { bytes, fields: layout.fields, processes: names };
      const values: Record<string, Value> = {};
      for (const { name, shape } of layout.variables) values[name] = read(shape, packed);
      for (const { variable, position, labels } of living)
        values[variable] = onlyAt(values[variable], values[position], labels);
      return make(values);
    },
  };
}

// Packs one variable. Most steps leave most variables as they are, and what was packed last is not packed again.
function packerOf(
  variable: string,
  shape: Shape,
  { fields, words }: Layout,
  processes: readonly string[],
): (state: State, bytes: Uint8Array) => void {
  const readVariable = readerOf(variable);
  const own = fields.filter((field) => field.variable === variable && field.bits > 0);
  const [first, last] = [own[0], own.at(-1)];
  const from = first === undefined ? 0 : Math.floor((first.word * 64 + first.shift) / 8);
  const to = last === undefined ? -1 : Math.floor((last.word * 64 + last.shift + last.bits - 1) / 8);
  let lastValue: Value | undefined;
  let lastBytes = new Uint8Array();
  return (state, bytes) => {
    const value = readVariable(state);
    if (value !== lastValue) {
      lastBytes = new Uint8Array(words * 8);
      write(value, shape, { bytes: lastBytes, fields, processes });
      lastValue = value;
    }
    for (let at = from; at <= to; at += 1) bytes[at] = (bytes[at] ?? 0) | (lastBytes[at] ?? 0);
  };
}

interface Packed {
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
  readonly processes: readonly string[];
}

function write(value: Value, shape: Shape, packed: Packed): void {
  switch (shape.kind) {
    case 'scalar':
      return put(packed, shape.field, codeOf(value, shape, packed.processes));
    case 'maybe':
      if (value === null) return;
      put(packed, shape.given, 1);
      return write(value, shape.of, packed);
    case 'local':
      return value === unset ? undefined : write(value, shape.of, packed);
    case 'record':
    case 'fn': {
      assert(FunctionValue.isMap(value), 'a function or record is packed as one');
      if (shape.kind === 'record')
        for (const { name, shape: part } of shape.parts) write(value.get(name) ?? null, part, packed);
      else for (const { key, shape: part } of shape.entries) write(value.get(key) ?? null, part, packed);
      return;
    }
    case 'tuple':
      assert(List.isList(value), 'a tuple is packed as one');
      return shape.items.forEach((item, index) => write(value.get(index) ?? null, item, packed));
    case 'set':
      assert(SetValue.isSet(value), 'a set is packed as one');
      for (const { element, field } of shape.members) if (value.has(element)) put(packed, field, 1);
      return;
    case 'seq':
      assert(List.isList(value) && value.size <= shape.items.length, 'a sequence is packed within its length');
      put(packed, shape.length, value.size);
      value.forEach((item, index) => write(item, shape.items[index] ?? missing(), packed));
      return;
    case 'variant': {
      assert(FunctionValue.isMap(value), 'a variant is packed as one');
      const position = shape.cases.findIndex(({ tag }) => tag === value.get('tag'));
      put(packed, shape.tag, position);
      return write(value.get('value') ?? null, (shape.cases[position] ?? missing()).shape, packed);
    }
  }
}

function read(shape: Shape, packed: Packed): Value {
  switch (shape.kind) {
    case 'scalar':
      return valueOf(take(packed, shape.field), shape, packed.processes);
    case 'maybe':
      return take(packed, shape.given) === 0 ? null : read(shape.of, packed);
    case 'local':
      return read(shape.of, packed);
    case 'record':
      return FunctionValue<Value, Value>(shape.parts.map((part) => [part.name, read(part.shape, packed)]));
    case 'fn':
      return FunctionValue<Value, Value>(shape.entries.map((entry) => [entry.key, read(entry.shape, packed)]));
    case 'tuple':
      return List(shape.items.map((item) => read(item, packed)));
    case 'set':
      return SetValue(shape.members.filter(({ field }) => take(packed, field) === 1).map(({ element }) => element));
    case 'seq':
      return List(shape.items.slice(0, take(packed, shape.length)).map((item) => read(item, packed)));
    case 'variant': {
      const { tag, shape: payload } = shape.cases[take(packed, shape.tag)] ?? missing();
      return tagged(tag, read(payload, packed));
    }
  }
}

type Scalar = Extract<Shape, { kind: 'scalar' }>;

function codeOf(value: Value, { of, optional, lo }: Scalar, processes: readonly string[]): number {
  if (optional && value === null) return 0;
  const code =
    of.kind === 'enumeration'
      ? of.labels.indexOf(String(value))
      : of.kind === 'process'
        ? processes.indexOf(String(value))
        : Number(value) - lo;
  assert(code >= 0, `the value ${String(value)} has a code in its sort`);
  return optional ? code + 1 : code;
}

function valueOf(code: number, { of, optional, lo }: Scalar, processes: readonly string[]): Value {
  if (optional && code === 0) return null;
  const position = optional ? code - 1 : code;
  switch (of.kind) {
    case 'bool':
      return position === 1;
    case 'enumeration':
      return of.labels[position] ?? missing();
    case 'process':
      return processes[position] ?? missing();
    default:
      return position + lo;
  }
}

// Codes may be wider than 32 bits, so they are cut into bytes by arithmetic, not by shifts.
function put({ bytes, fields }: Packed, index: number, code: number): void {
  const { word, shift, bits } = fields[index] ?? missing();
  assert(code >= 0 && code < 2 ** bits, 'a code fits its field');
  let at = word * 64 + shift;
  for (let rest = code; rest > 0;) {
    const room = 8 - (at % 8);
    const byte = Math.floor(at / 8);
    bytes[byte] = (bytes[byte] ?? 0) + (rest % 2 ** room) * 2 ** (at % 8);
    rest = Math.floor(rest / 2 ** room);
    at += room;
  }
}

function take({ bytes, fields }: Packed, index: number): number {
  return codeAt(bytes, fields[index] ?? missing());
}

/** The code that stands in a field. */
export function codeAt(bytes: Uint8Array, { word, shift, bits }: Field): number {
  let code = 0;
  for (let taken = 0; taken < bits;) {
    const at = word * 64 + shift + taken;
    const width = Math.min(8 - (at % 8), bits - taken);
    code += (Math.floor((bytes[Math.floor(at / 8)] ?? 0) / 2 ** (at % 8)) % 2 ** width) * 2 ** taken;
    taken += width;
  }
  return code;
}

function missing(): never {
  throw new InternalError('the layout lacks a part of its own sorts');
}
