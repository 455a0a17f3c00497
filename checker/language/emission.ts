// What emission hands around: where a statement may go on, the action being made, and small questions on labels.

import { SpecError } from './errors.ts';
import { type AssertionPart, type Flow, innerLists } from './flow.ts';
import { type Draft, type DraftAction } from './locals.ts';
import { placesOf } from './site.ts';
import { type Binder, type Node, type Source, type StepOrigin, type VariableTree } from './tree.ts';

export interface LoweringOptions {
  readonly granularity: 'fine' | 'coarse';
  /** The property of the built-in assertions on locks. */
  readonly lockRules: string;
  /** For "no sleeping under a spin lock": the declared variables. */
  readonly variables: readonly VariableTree[];
}

/** The label of a process whose statements have ended. */
export const terminated = 'terminated';

export type Rest = () => readonly Draft[];

/** Where a statement may go besides on: each leads through the unlocks on its way. */
interface Exits {
  readonly ret: Rest;
  readonly leave: Rest | undefined;
  readonly again: Rest | undefined;
  readonly gotos: ReadonlyMap<string, Rest>;
}

export interface Context extends Exits {
  readonly atomic: boolean;
  /** Where a call's result is stored. */
  readonly result: Node | undefined;
  /** Told apart from the normal way: the unlock of an early return. */
  readonly suffix: string;
  readonly calls: readonly string[];
  readonly given: StepOrigin['given'];
  readonly source: Source | undefined;
  /** The statements that the action being made runs. */
  readonly paths: string[];
  /** The whole process has no other way on than its end. */
  readonly inCall: boolean;
}

export interface Made {
  readonly draft: DraftAction;
  readonly parameters: readonly Binder[];
  readonly origin: Flow;
  readonly calls: readonly string[];
  readonly given: StepOrigin['given'];
  readonly source: Source | undefined;
  readonly paths: readonly string[];
}

/** What emission finds: the draft of every action, and where each process starts. */
export interface Emission {
  readonly made: readonly Made[];
  readonly labels: readonly string[];
  readonly start: readonly Draft[];
  readonly order: ReadonlyMap<string, number>;
}

export function assertDraft(part: AssertionPart, flow: Flow, source: Source | undefined): Draft {
  const path = flow.path ?? flow.name;
  const named = /^([A-Za-z][\w-]*): (.*)$/s.exec(part.message);
  const assertion = {
    ...part,
    path,
    property: named?.[1] ?? path,
    message: named?.[2] ?? part.message,
    source: part.source ?? source,
  };
  return { kind: 'assert', assertion };
}

export function silentLoop(flow: Flow): SpecError {
  return new SpecError('a loop can turn without a step', {
    places: placesOf(flow.site),
    mend: 'put a step on every way through its body, or the process would never stop there',
  });
}

export function labelOf(flow: Flow, process: string): string {
  return (flow.path ?? flow.name).slice(process.length + 1);
}

export function base(label: string): string {
  return label.replace(/\/.*$/, '');
}

export function sourceOf(flow: Flow, context: Context): Source | undefined {
  return (flow.kind === 'step' ? flow.effect.source : undefined) ?? context.source;
}

/** The textual position of every statement's label. */
export function orderOf(body: readonly Flow[]): ReadonlyMap<string, number> {
  const order = new globalThis.Map<string, number>();
  const visit = (flow: Flow): void => {
    order.set((flow.path ?? '').replace(/^[^.]*\./, ''), order.size);
    for (const { list } of innerLists(flow)) list.forEach(visit);
  };
  body.forEach(visit);
  return order;
}
