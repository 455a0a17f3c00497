// What stands around a race table. Before it: what the behaviour starts from. After it: what the table leaves out, which order matters, and what
// is broken: the rule by name, the clause that decides, the witness, each value that was read with the step that wrote it, and why.

import { areOne } from '../result/place-names.ts';
import type { NamedResult, PropertyResult, TraceResult } from '../result/result.ts';
import { shortPath } from './coverage.ts';
import { fold, indented } from './layout.ts';
import { unrecoverable } from './lasso.ts';
import { printCounted } from './numbers.ts';
import { irrelevantChanges, irrelevantSteps, type Race } from './race-rows.ts';
import { ascii, isWithin, placeText } from './race-text.ts';
import { listed, printNamed, printOrderings, printRuns, runsOf } from './words.ts';

/** Of the initial state what the steps shown change, or the failing clause reads. */
export function startLines(
  properties: readonly PropertyResult[],
  { initial, steps }: TraceResult,
  isWhole: boolean,
): string[] {
  const idle = new Set(isWhole ? [] : irrelevantSteps(properties));
  const changed = steps.flatMap(({ changes, shown }, index) => {
    if (idle.has(index + 1)) return [];
    const rest = isWhole ? new Set() : irrelevantChanges(properties, index + 1);
    return [...changes.filter((_, place) => !rest.has(place)), ...shown];
  });
  const read = properties.flatMap((property) => readsOf(property).map(({ place }) => place));
  const touched = [...changed.map(({ place }) => place), ...read];
  const places = initial.filter(({ name }) => touched.some((place) => isWithin(place, name)));
  const parts = places.map((place) => ascii(printNamed(place)));
  return parts.length === 0 ? [] : [`  at first ${fold(parts, { indent: 4, first: '  at first '.length })}`];
}

/** What the reader of the table has to know besides. */
export function noteLines(properties: readonly PropertyResult[], race: Race, isWhole: boolean): string[] {
  const [{ trace } = {}] = properties;
  if (trace === undefined) return [];
  const idle = irrelevantSteps(properties);
  const rest = trace.steps.reduce((sum, _, index) => sum + irrelevantChanges(properties, index + 1).size, 0);
  const held = trace.loop === undefined || trace.loop.isStuttering ? heldAtEnd(trace) : [];
  return [
    ...(idle.length === 0
      ? []
      : [note(`${idleText(idle.length, 'step', isWhole)}: ${printRuns(runsOf(idle)).join(', ')}`)]),
    ...(rest === 0 ? [] : [note(idleText(rest, 'change', isWhole))]),
    ...race.chains.map(([actor, calls]) => note(`calls of ${actor} in full: ${calls.join(' > ')}`)),
    ...standing(trace).map(note),
    ...(held.length === 0 ? [] : [note(`held at the end: ${held.join('; ')}`)]),
    ...sourceLines(trace, new Set(isWhole ? [] : idle)),
  ];
}

/** `2 steps do not matter`, `1 change that does not matter is left out`. */
function idleText(count: number, what: string, isShown: boolean): string {
  const [does, is] = count === 1 ? ['does', 'is'] : ['do', 'are'];
  const counted = printCounted(count, what);
  return isShown ? `${counted} ${does} not matter` : `${counted} that ${does} not matter ${is} left out`;
}

function note(text: string): string {
  return indented(ascii(text), 2);
}

/** Who has come along, and takes no step any more while the others go round: where each stands, of the processes whose position is known. */
export function standing({ steps, states, loop }: Pick<TraceResult, 'steps' | 'states' | 'loop'>): readonly string[] {
  if (loop === undefined || loop.isStuttering) return [];
  const round = new Set(steps.slice(loop.from).map(({ actor }) => actor));
  const before = new Set(steps.slice(0, loop.from).map(({ actor }) => actor));
  return [...before].flatMap((actor) => {
    if (actor === undefined || round.has(actor)) return [];
    const positions = states[loop.from]?.[`${actor.replace(/#.*$/, '')}.pc`];
    const position = typeof positions === 'object' && positions !== null ? Object.entries(positions) : [];
    const [, label] = position.find(([who]) => who === actor) ?? [];
    return typeof label === 'string' ? [`in the loop ${actor} stands at ${shortPath(label)}`] : [];
  });
}

/** Every lock that somebody holds in the last state, by who does. */
function heldAtEnd({ initial, steps }: TraceResult): readonly string[] {
  const values = new Map(initial.map(({ name, value }) => [name, value]));
  for (const { changes } of steps) for (const { place, after } of changes) values.set(place, after);
  const locks = new Map<string, string[]>();
  for (const [place, value] of values) {
    const holder = /^held by (.+)$/.exec(value)?.[1];
    if (holder !== undefined) locks.set(holder, [...(locks.get(holder) ?? []), place]);
  }
  return [...locks].map(([holder, places]) => `${listed(places)} by ${holder}`);
}

/** Which file each function of the table is from. */
function sourceLines({ steps }: TraceResult, idle: ReadonlySet<number>): string[] {
  const files = new Map<string, Set<string>>();
  steps.forEach(({ source }, index) => {
    if (source === undefined || idle.has(index + 1)) return;
    const functions = files.get(source.file) ?? new Set<string>();
    if (source.function !== undefined) functions.add(source.function);
    files.set(source.file, functions);
  });
  const parts = [...files].map(([file, functions]) =>
    functions.size === 0 ? file : `${[...functions].join(', ')} of ${file}`,
  );
  return parts.length === 0 ? [] : [note(`code: ${parts.join('; ')}`)];
}

/** Which steps have to come in this order, and what happens otherwise. */
export function orderLines(properties: readonly PropertyResult[]): string[] {
  return printOrderings(properties.flatMap(({ orderings = [] }) => orderings)).map(note);
}

const ruleMost = 300;

/** What is violated, or reached, and why. `isPlaced`: also where the rule is written. */
export function brokenLines(property: PropertyResult, isPlaced: boolean): string[] {
  const { name, kind, rule, why, waiting = [], source, place, because } = property;
  // Of a long rule the part that decides says enough, where there is one.
  const shortRule = rule.length <= ruleMost || why === undefined ? rule : 'this part of it decides';
  const told = kind === 'domain' ? '' : (why?.message ?? shortRule);
  const head = headOf(property, told);
  const from = source === undefined ? [] : [source.file, ...(source.function === undefined ? [] : [source.function])];
  const waits = waiting.map(
    ({ actor, action, clause }) => `${actor === undefined ? '' : `${actor}: `}${shortPath(action)} waits for ${clause}`,
  );
  const decides = why === undefined ? [] : [kind === 'domain' ? why.value : `${why.text} is ${why.value}`];
  const bindings = why?.bindings ?? [];
  const about = [
    ...(isPlaced && place !== undefined ? [`at ${place.file}:${place.line}:${place.column}`] : []),
    ...(from.length === 0 ? [] : [`in ${from.join(', ')}`]),
    ...(kind === 'deadlock' ? waits : decides),
  ];
  const details = [
    ...(bindings.length === 0 ? [] : [`for ${bindings.map(printNamed).join(', ')}`]),
    ...(why?.given ?? []).map((given) => `given ${given}`),
    ...readLines(property),
  ];
  const lines = (texts: readonly string[], indent: number): string[] =>
    texts.map((text) => indented(ascii(text), indent));
  return [
    ...lines([[name, head].filter((text) => text !== '').join(': ')], 2),
    ...lines(about, 4),
    ...lines(details, 6),
    ...lines(because === undefined ? [] : [`because ${because.text}`], 4),
  ];
}

function headOf(property: PropertyResult, told: string): string {
  switch (property.kind) {
    case 'deadlock':
      return 'nobody can go on, and not everybody is done';
    case 'recoverable':
      return property.verdict === 'violated' ? unrecoverable(property) : told;
    default:
      return told;
  }
}

/** What the failing clause reads, each with the step that wrote it. */
function readLines(property: PropertyResult): readonly string[] {
  return readsOf(property).map((read) => {
    const step = writerOf(read, property);
    return `${printNamed(read)}${step === undefined ? '' : step === 0 ? ', from the start' : `, since step ${step}`}`;
  });
}

interface Read extends NamedResult {
  /** What is read, and what it holds there in the words of a change. */
  readonly place: string;
  readonly held: string;
  /** Of an action property: after its step, or before it. */
  readonly isNext: boolean;
}

/** In the names of places rather than of parameters. */
function readsOf({ why }: PropertyResult): readonly Read[] {
  if (why === undefined) return [];
  const names = [...why.bindings, ...why.reads];
  return why.reads.map(({ name: printed, value }) => {
    const name = placeText(printed, names);
    const now = /^next\((.*)\)$/.exec(name)?.[1];
    const lock = /^holder\((.*)\)$/.exec(now ?? name)?.[1];
    const held = lock === undefined ? value : value === 'none' ? 'free' : `held by ${value}`;
    return { name, value, place: lock ?? now ?? name, held, isNext: now !== undefined };
  });
}

/** The last step that wrote the place, or part of it; 0 where it has its value from the start, undefined where nobody can tell. */
function writerOf(
  { place, held, isNext }: Omit<Read, keyof NamedResult>,
  property: PropertyResult,
): number | undefined {
  const { trace, kind } = property;
  if (trace === undefined) return undefined;
  const isGlobal = trace.initial.some(({ name }) => isWithin(place, name));
  const own = ownerOf(property);
  // An action property reads the state before its step, but for what it says of the next.
  const steps = kind === 'action' && !isNext ? trace.steps.slice(0, -1) : trace.steps;
  const writes = steps.map(({ changes, shown, actor }) =>
    isGlobal || actor === own ? [...changes, ...shown].filter((change) => areOne(change.place, place)) : [],
  );
  const last = writes.map(({ length }) => length > 0).lastIndexOf(true);
  if (last < 0) return isGlobal ? 0 : undefined;
  // A step that fails halfway has read what it wrote itself.
  const isOther = writes[last]?.some((change) => change.place === place && change.after !== held) === true;
  return isOther ? undefined : last + 1;
}

/** Whose locals are read: of a step that fails its own, of a rule those of the process that it is broken for. */
function ownerOf({ trace, why }: PropertyResult): string | undefined {
  const last = trace?.steps.at(-1);
  if (last?.failure !== undefined) return last.actor;
  const actors = new Set(trace?.steps.map(({ actor }) => actor));
  const [owner, ...others] = (why?.bindings ?? []).filter(({ value }) => actors.has(value));
  return others.length === 0 ? owner?.value : undefined;
}

/** What is violated, where one behaviour violates several: `S8 and S1`. */
export function namesOf(properties: readonly PropertyResult[]): string {
  return ascii(listed(properties.map(({ name }) => name)));
}
