// Random walks on the generated code, for what is too large to explore: from an initial state on, at each state one of its firings, all as
// likely. What a walk meets is judged as in the search, every step from its states included, so it may find violations; it proves nothing.

import { SpecError, UsageError } from '../language/errors.ts';
import { placesOf } from '../language/site.ts';
import type { Specification } from '../language/tree.ts';
import { coverageReport, type CoverageReport } from '../interpret/coverage.ts';
import { codecOf, type Codec } from '../interpret/encode.ts';
import { initialStates } from '../interpret/initial.ts';
import type { Ended as EndedSearch, PropertyResult, Verdict } from '../interpret/result.ts';
import { resultsOf, unselected, violated } from '../interpret/verdicts.ts';
import { isOverBehaviours } from '../interpret/behaviours-asked.ts';
import { declaredChecks, withoutUnasked, withUnasked, type Check } from '../interpret/checks.ts';
import { compiledOf, type ModuleCache } from './assembled.ts';
import { countersOf } from './counters.ts';
import { Engine } from './engine.ts';
import type { Partition } from './partition.ts';
import { createFindings, type Findings } from './findings.ts';
import { memoryToUse, planMemory } from './memory.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { createRandom, type Random } from './random.ts';
import { replay } from './replay.ts';
import { isOfCoverage, touchedBy } from './touched.ts';

export interface SimulateRequest {
  /** How many walks; where undefined, as many as the time allows. */
  readonly walks?: number | undefined;
  /** The most steps of a walk. */
  readonly steps: number;
  /** A whole number from 0 to 2^32 - 1: the same seed, the same walks. */
  readonly seed: number;
  /** Only these properties; all where undefined. Domain errors are always looked for. */
  readonly properties?: readonly string[] | undefined;
  readonly timeMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SimulationProgress) => void) | undefined;
  /** Assembled modules of earlier runs. */
  readonly cache?: ModuleCache | undefined;
}

export interface SimulationProgress {
  readonly walks: number;
  readonly steps: number;
  readonly elapsedMs: number;
}

/** 'walks': all that were asked for. */
export type SimulationEnded = 'walks' | Extract<EndedSearch, 'violation' | 'time' | 'memory' | 'interrupted'>;

export interface WitnessReached {
  readonly name: string;
  /** The walk that reached it first, from 1, and after how many steps; not the fewest there are. */
  readonly walk: number;
  readonly steps: number;
}

/** What the walks found. Coverage counts visits: a state that is met twice counts twice. */
export interface Simulation extends CoverageReport {
  readonly specification: string;
  readonly seed: number;
  /** Walks begun, the one that was broken off among them. */
  readonly walks: number;
  /** Steps of all walks together, and of the longest. */
  readonly steps: number;
  readonly longest: number;
  /** How walks ended: at the limit of steps, where nothing could go on, outside the constraints. */
  readonly endings: Readonly<Record<Ending, number>>;
  /** Violated or not decided; traces are walks without their detours, and still not shortest behaviours. */
  readonly properties: readonly PropertyResult[];
  readonly reached: readonly WitnessReached[];
  readonly ended: SimulationEnded;
  readonly elapsedMs: number;
}

type Ending = 'limit' | 'last' | 'cut';

/**
 * Walks at random and judges every state and step on the way; stops at the first violation.
 * @throws Uncompilable for what generated code cannot hold, SpecError where a state is too large, UsageError for an unknown property
 */
export async function simulate(given: Specification, request: SimulateRequest): Promise<Simulation> {
  const startMs = performance.now();
  refuseBehavioursAlone(given, request.properties);
  const specification = withoutUnasked(given, request.properties);
  const form = `refinements ${JSON.stringify(specification.refinements.map(({ name }) => name))}`;
  const isAll = specification.refinements.length === given.refinements.length;
  const { program, module } = await compiledOf(specification, request.cache, isAll ? {} : { form });
  const findings = createFindings(specification, program, request.properties);
  // A walk needs little room: one memory, filled from one thread.
  const plan = planMemory(program, 1, Math.min(memoryToUse(undefined), 2 ** 31));
  const engine = new Engine(program, await module(), plan).first;
  const walker = new Walker(given, engine, findings, request, startMs);
  const found = await walker.run();
  return { ...found, elapsedMs: performance.now() - startMs };
}

function refuseBehavioursAlone(specification: Specification, selected: readonly string[] | undefined): void {
  const checks = declaredChecks(specification, selected).filter(({ isSelected }) => isSelected);
  const [first] = checks;
  // Of a refinement each step is looked at.
  const isWhole = (check: Check): boolean => isOverBehaviours(check) && check.kind !== 'refinement';
  if (first === undefined || !checks.every(isWhole)) return;
  throw new UsageError(`'${first.name}' is about whole behaviours, and walks at random look at states and steps`, {
    mend: 'ask ballast check, which looks at all behaviours',
  });
}

/** So many steps are taken between two looks at the clock. */
const sliceSteps = 1024;

class Walker {
  readonly #specification: Specification;
  readonly #engine: Partition;
  readonly #findings: Findings;
  readonly #request: SimulateRequest;
  readonly #pulse: Pulse<Omit<SimulationProgress, 'elapsedMs'>>;
  readonly #codec: Codec;
  readonly #random: Random;
  readonly #cuts: number[];
  readonly #endings: Record<Ending, number> = { limit: 0, last: 0, cut: 0 };
  readonly #reached: WitnessReached[] = [];
  /** What the judgements of states outside the constraints leave out. */
  readonly #maskOfCut: bigint;
  /** Slots that no walk has set so far. */
  #unset: readonly number[];
  #mask = 0n;
  /** Initial states, all different: they lie at the beginning of the arena, the walk behind them. */
  #initial = 0;
  #stepsMost = 0;
  #walks = 0;
  /** Steps of this walk. */
  #length = 0;
  #steps = 0;
  #longest = 0;
  /** Of the walk that violates something: how many steps lead to the state that does, or from which a step does. */
  #position = 0;

  constructor(
    specification: Specification,
    engine: Partition,
    findings: Findings,
    request: SimulateRequest,
    startMs: number,
  ) {
    this.#specification = specification;
    this.#engine = engine;
    this.#findings = findings;
    this.#request = request;
    this.#pulse = createPulse(request, startMs);
    this.#codec = codecOf(specification);
    this.#random = createRandom(request.seed);
    this.#cuts = specification.constraints.map(() => 0);
    const { slots, judgements } = engine.program;
    this.#unset = slots.map((_, slot) => slot);
    this.#maskOfCut = judgements
      .filter(({ slot }) => slots[slot]?.kind !== 'antecedent')
      .reduce((mask, { bit }) => mask | (1n << BigInt(bit)), 0n);
  }

  async run(): Promise<Omit<Simulation, 'elapsedMs'>> {
    const { walks = Infinity, steps } = this.#request;
    const stopped = await this.#start();
    if (this.#findings.isViolated()) return this.#result('violation');
    if (stopped !== undefined) return this.#result(stopped);
    this.#stepsMost = Math.min(steps, this.#engine.plan.capacity - this.#initial - 1);
    this.#mask = this.#findings.open();
    // Where no initial state could be made, there is nothing to walk from.
    while (this.#walks < walks && this.#initial > 0) {
      const stop = await this.#walk();
      if (this.#findings.isViolated()) return this.#result('violation');
      if (stop !== undefined) return this.#result(stop);
    }
    return this.#result('walks');
  }

  // Keeps the initial states at the beginning of the arena, each once.
  async #start(): Promise<SimulationEnded | undefined> {
    let found = 0;
    for (const initial of initialStates(this.#specification)) {
      if (initial !== undefined) found += 1;
      if (initial?.kind === 'successor') {
        this.#engine.insert(this.#codec.encode(initial.state));
        this.#findings.begin(initial.state);
      }
      if (initial?.kind === 'failure') this.#findings.initialFailure(initial.failure);
      this.#initial = this.#engine.stored;
      if (this.#engine.isFull) return 'memory';
      const stop = await this.#lookUp();
      if (stop !== undefined) return stop;
    }
    if (found === 0) refuseNoInitial(this.#specification);
    // They are judged when a walk begins with them.
    this.#clearFlags();
    return undefined;
  }

  async #lookUp(): Promise<SimulationEnded | undefined> {
    if (!this.#pulse.isDue()) return undefined;
    return await this.#pulse.beat({ walks: this.#walks, steps: this.#steps + this.#length });
  }

  async #walk(): Promise<SimulationEnded | undefined> {
    this.#walks += 1;
    this.#length = 0;
    const { bytes, stateBytes } = this.#engine;
    const initial = this.#engine.addressOf(this.#random.below(this.#initial));
    bytes.copyWithin(this.#addressOf(0), initial, initial + stateBytes);
    let stop: SimulationEnded | undefined;
    let isOver = false;
    while (!isOver && stop === undefined) {
      isOver = this.#goOn(sliceSteps);
      stop = await this.#lookUp();
    }
    this.#steps += this.#length;
    this.#longest = Math.max(this.#longest, this.#length);
    this.#close();
    this.#length = 0;
    return stop;
  }

  // Goes on by some steps; whether the walk is over.
  #goOn(steps: number): boolean {
    for (let left = steps; left > 0; left -= 1) {
      const address = this.#addressOf(this.#length);
      const constraint = this.#judge(address);
      if (constraint >= 0) {
        this.#cuts[constraint] = (this.#cuts[constraint] ?? 0) + 1;
        return this.#end('cut');
      }
      if (this.#length === this.#stepsMost) {
        this.#engine.labels(address);
        return this.#end('limit');
      }
      const successors = this.#expand(address);
      if (successors === 0) return this.#end('last');
      this.#engine.copySuccessor(this.#random.below(successors), this.#addressOf(this.#length + 1));
      this.#length += 1;
    }
    return false;
  }

  #end(ending: Ending): true {
    this.#endings[ending] += 1;
    return true;
  }

  // Sets the flags of a state; the constraint that excludes it, or -1.
  #judge(address: number): number {
    const constraint = this.#engine.excludedBy(address);
    const mask = constraint < 0 ? this.#mask : this.#mask & this.#maskOfCut;
    if (mask !== 0n) this.#engine.judgements(address, mask);
    return constraint;
  }

  // Sets the flags of all steps from a state; how many lead on.
  #expand(address: number): number {
    const { firings, successors } = this.#engine.expand(address);
    if (firings === 0) this.#engine.stuck(address);
    return successors;
  }

  // Where the walk set a flag for the first time, it is looked through again for the state at which that was: nothing is asked on the way.
  #close(): void {
    const { slots } = this.#engine.program;
    const fresh = this.#unset.filter((slot) => this.#engine.hasFlag(slot));
    if (fresh.length === 0) return;
    this.#unset = this.#unset.filter((slot) => !this.#engine.hasFlag(slot));
    const set = fresh.flatMap((slot) => slots[slot] ?? []);
    this.#findings.note(set.filter(isOfCoverage), 0);
    if (!set.every(isOfCoverage)) this.#locate();
    this.#mask = this.#findings.open();
  }

  #locate(): void {
    const kept = this.#engine.keepScratch();
    for (let position = 0; position <= this.#length && !this.#findings.isViolated(); position += 1) {
      const address = this.#addressOf(position);
      this.#clearFlags();
      const isCut = this.#judge(address) >= 0;
      this.#note(position);
      this.#position = position;
      if (this.#findings.isViolated() || isCut || position === this.#stepsMost) break;
      this.#clearFlags();
      this.#expand(address);
      this.#note(position + 1);
    }
    this.#engine.restoreScratch(kept);
  }

  #note(round: number): void {
    this.#findings.note(this.#engine.flagged(), round);
    for (const { name, kind, finding } of this.#findings.checks()) {
      if (kind !== 'reachable' || finding === undefined || this.#reached.some((each) => each.name === name)) continue;
      this.#reached.push({ name, walk: this.#walks, steps: finding.steps });
    }
  }

  #clearFlags(): void {
    for (const slot of this.#engine.program.slots.keys()) this.#engine.clearFlag(slot);
  }

  #addressOf(position: number): number {
    return this.#engine.addressOf(this.#initial + position);
  }

  #result(ended: SimulationEnded): Omit<Simulation, 'elapsedMs'> {
    return {
      specification: this.#specification.name,
      seed: this.#request.seed,
      walks: this.#walks,
      steps: this.#steps,
      longest: this.#longest,
      endings: this.#endings,
      properties: resultsOf(withUnasked(this.#findings.checks(), this.#specification), (check) =>
        this.#verdictOf(check, ended),
      ),
      reached: this.#reached,
      ...this.#coverage(),
      ended,
    };
  }

  #verdictOf(check: Check, ended: SimulationEnded): Verdict {
    const { kind, finding, isSelected } = check;
    if (!isSelected) return unselected(check, this.#specification);
    if (finding === undefined || kind === 'reachable')
      return ended === 'violation'
        ? { kind: 'not-decided', reason: 'stopped', text: 'stopped at a violation' }
        : { kind: 'not-decided', reason: 'limit', text: 'walks at random decide nothing' };
    const length = this.#position + 1;
    const states = straightened(Array.from({ length }, (_, index) => this.#engine.stateAt(this.#initial + index)));
    const walk = { states, endsInStep: finding.steps > this.#position };
    const steps = states.length - (walk.endsInStep ? 0 : 1);
    return violated(
      this.#specification,
      check,
      { ...finding, steps },
      { traceTo: (goal) => replay(this.#specification, this.#codec, walk, goal) },
    );
  }

  #coverage(): CoverageReport {
    const { statesEnabled, firings } = countersOf([this.#engine], this.#engine.program, this.#specification);
    const slots = [...this.#findings.touched, ...this.#engine.flagged()];
    return coverageReport(withoutUnasked(this.#specification, this.#request.properties), {
      statesEnabled,
      firings,
      statesCut: this.#cuts,
      ...touchedBy(slots),
      hasWitness: (name) => this.#reached.some((each) => each.name === name),
    });
  }
}

// A walk comes back to states where it was, and what it does in between leads nowhere: it goes on from each state as after its last visit.
function straightened(walk: readonly Uint8Array[]): readonly Uint8Array[] {
  const names = walk.map((state) => state.join());
  const lastVisits = new Map(names.map((name, position) => [name, position]));
  const straight: Uint8Array[] = [];
  for (let position = 0; position < walk.length; position += 1) {
    position = lastVisits.get(names[position] ?? '') ?? position;
    straight.push(...walk.slice(position, position + 1));
  }
  return straight;
}

function refuseNoInitial(specification: Specification): never {
  throw new SpecError(`${specification.name} has no initial state`, {
    places: placesOf(specification.site),
    mend: 'the conditions in initially: [ … ] leave none of the choices of init',
  });
}
