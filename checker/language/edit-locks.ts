// Going on without a lock: what takes it is taken out, or made not to wait, and what gives it back is made to fit.
// Which release belongs to which acquisition is not written down: in a critical section its own unlock does; elsewhere any release of what
// may be the same lock, in whichever function of the process, since locks are taken in one function and released in another.

import { is } from 'immutable';
import { type Program, shared } from './edit-paths.ts';
import { editList, find, isGotoTarget, keep } from './edit-places.ts';
import { type PathEdit } from './edits.ts';
import { SpecError } from './errors.ts';
import { canWait } from './flow-questions.ts';
import { type Flow, innerLists, mapLists } from './flow.ts';
import { constantValue, sameNode } from './nodes.ts';
import { printNode } from './print.ts';
import { placesOf } from './site.ts';
import { type Node } from './tree.ts';

type Acquisition = Extract<Flow, { readonly kind: 'acquire' | 'trylock' }>;
type Release = Extract<Flow, { readonly kind: 'release' }>;
type Section = Extract<Flow, { readonly kind: 'critical' }>;

/** A statement on a lock, and where it stands. */
interface Spot<F extends Flow = Flow> {
  readonly flow: F;
  /** The critical sections around it, outermost first. */
  readonly sections: readonly Section[];
  /** The section whose lock or unlock it is; the innermost of `sections`. */
  readonly edgeOf: Section | undefined;
}

/** The program going on without the lock that is taken at this full path. @throws SpecError where none is, or where nothing gives it back */
export function forgoAt(program: Program, path: string, edit: PathEdit): Program {
  return unlockedAt(program, path, edit, (body, { flow }) => goneFrom(body, flow));
}

/** The program taking that lock only where it is free. @throws SpecError where none is taken, or where taking it never waits */
export function rushAt(program: Program, path: string, edit: PathEdit): Program {
  return unlockedAt(program, path, edit, (_, { flow }) => {
    if (flow.kind === 'acquire') return [{ ...flow, kind: 'trylock', busy: [] }];
    throw new SpecError(`'${flow.path ?? flow.name}' does not wait for its lock`, {
      places: placesOf(flow.site),
      mend: 'forgo it, and it goes on without',
    });
  });
}

/** What is left where a statement is taken out: its name, where a goto says it. */
export function goneFrom(body: readonly Flow[], { name, path = '', origin }: Flow): readonly Flow[] {
  return isGotoTarget(body, path) ? [{ kind: 'nothing', name, ...(origin && { origin }) }] : [];
}

function unlockedAt(
  program: Program,
  path: string,
  edit: PathEdit,
  left: (body: readonly Flow[], taken: Spot<Acquisition>) => readonly Flow[],
): Program {
  const process = program.processes.find(({ flow }) => path.startsWith(`${flow.sort.name}.`));
  if (process === undefined) throw refusal(path, [], edit);
  const { body } = process;
  const taken = takenAt(body, path, edit);
  const releases = releasesOf(body, taken);
  if (releases.length === 0 && edit.kind === 'forgo')
    throw new SpecError(`nothing gives back what '${taken.flow.path ?? path}' takes: ${printNode(taken.flow.lock)}`, {
      places: placesOf(taken.flow.site),
      mend: `it is held for ever: drop ${taken.flow.path ?? path}`,
    });
  const without = editList(body, taken.flow.path ?? path, () => left(body, taken), keep);
  const remaining = spotsOf(without).filter(isAcquisition);
  const changed = releases.reduce((current, release) => {
    const isMet = remaining.some((each) => belongs(each, release, taken));
    const made: readonly Flow[] = isMet ? [{ ...release.flow, whereHeld: true }] : goneFrom(body, release.flow);
    return editList(current, release.flow.path ?? '', () => made, keep);
  }, without);
  const after = { ...process, body: openWaiting(body, changed) };
  return { ...program, processes: program.processes.map((each) => (each === process ? after : each)) };
}

function takenAt(body: readonly Flow[], path: string, edit: PathEdit): Spot<Acquisition> {
  const spots = spotsOf(body);
  const named = find(body, path);
  const found = spots
    .filter(isAcquisition)
    .find(({ flow, edgeOf }) => flow.path === path || (named !== undefined && edgeOf === named));
  if (found !== undefined) return found;
  throw refusal(path, spots, edit);
}

// Names what takes a lock nearby: of a release what takes the same.
function refusal(path: string, spots: readonly Spot[], edit: PathEdit): SpecError {
  const here = spots.find(({ flow }) => flow.path === path)?.flow;
  const near = spots
    .filter(isAcquisition)
    .filter(({ flow }) => here?.kind !== 'release' || mayBeSame(flow.lock, here.lock))
    .map(({ flow }) => flow.path ?? flow.name);
  const most = Math.max(0, ...near.map((each) => shared(each, path)));
  const nearest = near.filter((each) => shared(each, path) === most).slice(0, 3);
  return new SpecError(`'${path}' takes no lock`, {
    places: placesOf(here?.site),
    mend:
      nearest.length === 0
        ? `${edit.kind} is for an acquire, a trylock or a critical section of a process`
        : `nearest to it, a lock is taken by ${nearest.join(', ')}`,
  });
}

/** The releases that may give back what is taken here. */
function releasesOf(body: readonly Flow[], taken: Spot<Acquisition>): readonly Spot<Release>[] {
  return spotsOf(body)
    .filter(isRelease)
    .filter((release) => belongs(taken, release, undefined));
}

/** Whether a release may give back what this takes. `without`: a lock that is taken no more. */
function belongs(taken: Spot<Acquisition>, release: Spot<Release>, without: Spot<Acquisition> | undefined): boolean {
  if (!mayBeSame(taken.flow.lock, release.flow.lock)) return false;
  // A section gives back what it takes: nothing outside it does, and its unlock gives back nothing that was taken outside.
  if (taken.edgeOf !== undefined && isWhole(taken.edgeOf) && !isIn(release, taken.edgeOf)) return false;
  const { edgeOf } = release;
  if (edgeOf === undefined || isIn(taken, edgeOf)) return true;
  return !isWhole(edgeOf) && edgeOf.path !== without?.edgeOf?.path;
}

function isIn({ sections }: Spot, section: Section): boolean {
  return sections.some(({ path }) => path === section.path);
}

function isWhole({ entry, exit }: Section): boolean {
  const [[lock], [unlock]] = [entry, exit];
  return lock?.kind === 'acquire' && unlock?.kind === 'release' && unlock.whereHeld !== true;
}

// Two places are surely different where they are parts of different variables, or differ in a literal.
function mayBeSame(a: Node, b: Node): boolean {
  if (a.kind !== 'apply' || b.kind !== 'apply') return sameNode(a, b);
  if (a.operator !== b.operator || a.detail !== b.detail) return false;
  const [[whole, key], [otherWhole, otherKey]] = [a.args, b.args];
  if (whole === undefined || otherWhole === undefined || !mayBeSame(whole, otherWhole)) return false;
  if (key === undefined || otherKey === undefined) return true;
  const [value, other] = [constantValue(key), constantValue(otherKey)];
  return value === undefined || other === undefined || is(value, other);
}

function spotsOf(list: readonly Flow[], sections: readonly Section[] = [], edgeOf?: Section): readonly Spot[] {
  return list.flatMap((flow): readonly Spot[] => {
    const spot: Spot = { flow, sections, edgeOf };
    if (flow.kind !== 'critical')
      return [spot, ...innerLists(flow).flatMap(({ list: inner }) => spotsOf(inner, sections))];
    const within = [...sections, flow];
    return [
      spot,
      ...spotsOf(flow.entry, within, flow),
      ...spotsOf(flow.body, within),
      ...spotsOf(flow.exit, within, flow),
    ];
  });
}

function isAcquisition(spot: Spot): spot is Spot<Acquisition> {
  return spot.flow.kind === 'acquire' || spot.flow.kind === 'trylock';
}

function isRelease(spot: Spot): spot is Spot<Release> {
  return spot.flow.kind === 'release';
}

// What was separate steps because something inside could wait stays so.
function openWaiting(before: readonly Flow[], after: readonly Flow[]): readonly Flow[] {
  return after.map((flow) => {
    const inner = mapLists(flow, (list) => openWaiting(before, list));
    if ((inner.kind !== 'critical' && inner.kind !== 'together') || inner.opened || canWait(inner.body)) return inner;
    const was = find(before, inner.path ?? '');
    return (was?.kind === 'critical' || was?.kind === 'together') && canWait(was.body)
      ? { ...inner, opened: true }
      : inner;
  });
}
