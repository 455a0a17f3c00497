// The compiled engine: the reference explorer's question, answered by generated code. Rounds, limits and verdicts follow its rules
// (interpret/search.ts), so that both give the same result; here the rounds are driven, slice by slice, and the result put together.

import { SpecError } from '../language/errors.ts';
import { placesOf } from '../language/site.ts';
import type { Specification } from '../language/tree.ts';
import { coverageReport, type CoverageReport } from '../interpret/coverage.ts';
import { codecOf, type Codec } from '../interpret/encode.ts';
import { explorationOf, type ExploreRequest } from '../interpret/explore.ts';
import { initialStates } from '../interpret/initial.ts';
import type { Ended, Exploration } from '../interpret/result.ts';
import type { SearchResult } from '../interpret/search.ts';
import { compileProgram } from '../compile/module.ts';
import { moduleOf, type ModuleCache } from './assembled.ts';
import { Crew } from './crew.ts';
import { Engine, without, type Segment } from './engine.ts';
import { createFindings, type Findings } from './findings.ts';
import { memoryToUse, workersByDefault } from './memory.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { traceTo } from './trace.ts';

export interface CompiledRequest extends Omit<ExploreRequest, 'hash'> {
  /** How many workers may search; as many as there are cores where undefined. */
  readonly workers?: number | undefined;
  /** Assembled modules of earlier runs. */
  readonly cache?: ModuleCache | undefined;
}

/** The same number of states is expanded between two looks at the clock. */
const sliceStates = 2048;

/**
 * Explores every reachable state with generated code and judges every property; the result is that of `explore`.
 * @throws Uncompilable for what generated code cannot hold, SpecError where a state is too large, UsageError for an unknown property
 */
export async function exploreCompiled(
  specification: Specification,
  request: CompiledRequest = {},
): Promise<Exploration> {
  const startMs = performance.now();
  const program = compileProgram(specification);
  const findings = createFindings(specification, program, request.properties);
  const module = await moduleOf(program, request.cache);
  const workers = request.workers ?? workersByDefault();
  const engine = new Engine(program, module, workers, memoryToUse(request.memoryMb));
  const crew = new Crew(engine, program.fanoutMax > fanoutShared ? 1 : workers);
  try {
    const searching = new Search(specification, engine, crew, findings, request, createPulse(request, startMs));
    const result = await searching.run();
    return explorationOf(specification, result, performance.now() - startMs);
  } finally {
    await crew.end();
  }
}

/** Where one state may have more successors than this, several workers could fill the table before it grows. */
const fanoutShared = 4096;

class Search {
  readonly #specification: Specification;
  readonly #engine: Engine;
  readonly #crew: Crew;
  readonly #findings: Findings;
  readonly #request: CompiledRequest;
  readonly #pulse: Pulse;
  readonly #codec: Codec;
  /** Where the states of each depth lie; those cut are among them. */
  readonly #segments: Segment[][] = [];
  /** Distinct states by depth. */
  readonly #levels: number[] = [];
  #statesInitial = 0;

  constructor(
    specification: Specification,
    engine: Engine,
    crew: Crew,
    findings: Findings,
    request: CompiledRequest,
    pulse: Pulse,
  ) {
    this.#specification = specification;
    this.#engine = engine;
    this.#crew = crew;
    this.#findings = findings;
    this.#request = request;
    this.#pulse = pulse;
    this.#codec = codecOf(specification);
  }

  async run(): Promise<SearchResult> {
    const { maxStates, maxDepth, all } = this.#request;
    this.#engine.open = this.#findings.open();
    const stopped = await this.#start();
    let found = this.#closeRound(0, { end: 0, blocks: [] });
    if (stopped !== undefined) return this.#result(stopped);
    if (this.#statesInitial === 0) refuseNoInitial(this.#specification);
    for (let round = 1; ; round += 1) {
      if (all !== true && this.#findings.isViolated()) return this.#result('violation');
      if (found === 0) return this.#result('complete');
      if (maxStates !== undefined && this.#distinct > maxStates) return this.#result('max-states');
      if (maxDepth !== undefined && round > maxDepth) return this.#result('max-depth');
      const before = this.#distinct;
      this.#crew.prepare(this.#engine.indexEnd);
      const start = { end: this.#engine.indexEnd, blocks: this.#engine.blocks() };
      const stop = await this.#expand(this.#segments[round - 1] ?? []);
      found = this.#closeRound(round, start, before);
      if (stop !== undefined) return this.#result(stop);
    }
  }

  // Puts the initial states into the seen set.
  async #start(): Promise<Ended | undefined> {
    for (const initial of initialStates(this.#specification)) {
      if (initial !== undefined) this.#statesInitial += 1;
      if (initial?.kind === 'successor') this.#engine.insert(this.#codec.encode(initial.state));
      if (initial?.kind === 'failure') this.#findings.initialFailure(initial.failure);
      if (this.#engine.isFull) return 'memory';
      const stop = this.#pulse.isDue() ? await this.#pulse.beat(this.#progress(0)) : undefined;
      if (stop !== undefined) return stop;
    }
    return undefined;
  }

  async #expand(segments: readonly Segment[]): Promise<Ended | undefined> {
    let waiting = segments.reduce((sum, { from, to }) => sum + to - from, 0);
    const lookUp = async (): Promise<Ended | undefined> =>
      this.#pulse.isDue() ? await this.#pulse.beat(this.#progress(waiting)) : undefined;
    if (this.#crew.isFor(waiting)) return await this.#crew.expand(segments, lookUp);
    for (const { from, to } of segments) {
      for (let at = from; at < to;) {
        const end = Math.min(to, at + sliceStates);
        const next = this.#engine.run(at, end);
        waiting -= next - at;
        at = next;
        if (this.#engine.isFull) return 'memory';
        // Alone, the table grows by itself; once it is shared, between two slices.
        if (next < end) await this.#crew.grow(lookUp);
        const stop = await lookUp();
        if (stop !== undefined) return stop;
      }
    }
    return undefined;
  }

  // Notes what a round found; how many distinct states that are.
  #closeRound(round: number, start: Start, before = 0): number {
    const segments = this.#foundSince(start);
    if (segments.length > 0) this.#segments[round] = segments;
    const found = this.#distinct - before;
    if (found > 0) this.#levels.push(found);
    this.#findings.note(this.#engine.flagged(), round);
    this.#engine.open = this.#findings.open();
    return found;
  }

  // Workers fill up the blocks that they had, and then take new ones.
  #foundSince({ end, blocks }: Start): Segment[] {
    if (blocks.length <= 1 && this.#engine.indexEnd === this.#engine.stored)
      return end < this.#engine.stored ? [{ from: end, to: this.#engine.stored }] : [];
    const now = this.#engine.blocks();
    const filledUp = blocks.flatMap((block, worker): Segment[] => {
      const goesOn = now[worker];
      const to = goesOn?.to === block.to ? goesOn.from : block.to;
      return to > block.from ? [{ from: block.from, to }] : [];
    });
    return [...filledUp, ...without({ from: end, to: this.#engine.indexEnd }, now)];
  }

  get #counters(): ReturnType<Engine['counters']> {
    const { actions, constraints } = this.#specification;
    return this.#engine.counters(actions.length, constraints.length);
  }

  get #distinct(): number {
    return this.#counters.distinct;
  }

  #progress(waiting: number): Parameters<Pulse['beat']>[0] {
    const { distinct, firings } = this.#counters;
    return {
      depth: Math.max(0, this.#levels.length - 1),
      statesDistinct: distinct,
      statesGenerated: this.#statesInitial + sum(firings),
      statesQueued: waiting + distinct - sum(this.#levels),
    };
  }

  #result(ended: Ended): SearchResult {
    const { distinct, cut, digest, firings } = this.#counters;
    return {
      checks: this.#findings.checks(),
      counts: {
        statesGenerated: this.#statesInitial + sum(firings),
        statesInitial: this.#statesInitial,
        statesDistinct: distinct,
        statesCut: cut,
        depth: Math.max(0, this.#levels.length - 1),
        areExact: ended !== 'time' && ended !== 'memory' && ended !== 'interrupted',
      },
      levels: this.#levels,
      digest,
      coverage: this.#coverage(),
      ended,
      failed: this.#findings.failed,
      traceTo: (goal) => traceTo(this.#specification, this.#engine, this.#codec, this.#segments, goal),
    };
  }

  #coverage(): CoverageReport {
    const { statesEnabled, firings, statesCut } = this.#counters;
    const { touched, checks } = this.#findings;
    this.#labelsOfLast();
    const flagged = this.#engine.flagged();
    const slots = [...touched, ...flagged];
    const labels = new Set(slots.flatMap((slot) => (slot.kind === 'label' ? [`${slot.process} ${slot.label}`] : [])));
    const asserted = new Set(slots.flatMap((slot) => (slot.kind === 'asserted' ? [slot.path] : [])));
    const antecedents = new Set(slots.flatMap((slot) => (slot.kind === 'antecedent' ? [slot.index] : [])));
    const witnesses = new Set(
      checks().flatMap(({ name, kind, finding }) => (kind === 'reachable' && finding !== undefined ? [name] : [])),
    );
    return coverageReport(this.#specification, {
      statesEnabled,
      firings,
      statesCut,
      hasLabel: (process, label) => labels.has(`${process} ${label}`),
      hasAssertion: (path) => asserted.has(path),
      hasAntecedent: (index) => antecedents.has(index),
      hasWitness: (name) => witnesses.has(name),
    });
  }

  // Expanding notes the labels of states; those of the last two levels may not have been expanded.
  #labelsOfLast(): void {
    if (this.#specification.processes.length === 0) return;
    for (const segments of this.#segments.slice(-2)) {
      for (const { from, to } of segments) {
        for (let index = from; index < to; index += 1) {
          const address = this.#engine.addressOf(index);
          if (!this.#engine.isExcluded(address)) this.#engine.labels(address);
        }
      }
    }
  }
}

/** Where the arena stood before a round. */
interface Start {
  readonly end: number;
  readonly blocks: readonly Segment[];
}

function refuseNoInitial(specification: Specification): never {
  throw new SpecError(`${specification.name} has no initial state`, {
    places: placesOf(specification.site),
    mend: 'the conditions in initially: [ … ] leave none of the choices of init',
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
