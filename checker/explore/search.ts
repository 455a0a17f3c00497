// The rounds of the compiled engine's search, driven slice by slice: limits, levels, what was found, and what is to be told of it.

import { SpecError } from '../language/errors.ts';
import { placesOf } from '../language/site.ts';
import type { Specification } from '../language/tree.ts';
import { coverageReport, type CoverageReport } from '../interpret/coverage.ts';
import { codecOf, type Codec } from '../interpret/encode.ts';
import type { ExploreRequest } from '../interpret/explore.ts';
import { initialStates } from '../interpret/initial.ts';
import type { Ended } from '../interpret/result.ts';
import type { Reducing } from '../interpret/reducing.ts';
import type { SearchResult } from '../interpret/search.ts';
import type { SurveyKind, VariableSurvey } from '../interpret/survey.ts';
import { goalOf, stepsOfShortest } from '../interpret/verdicts.ts';
import type { ModuleCache } from './assembled.ts';
import { countersOf, distinctIn, representedIn, type Counters } from './counters.ts';
import type { Crew, Expanded } from './crew.ts';
import type { Engine } from './engine.ts';
import type { Findings } from './findings.ts';
import { collectedBy, transitionsIn } from './collected.ts';
import { Levels } from './levels.ts';
import { forgetOld, markOld } from './old-states.ts';
import type { Mark } from './partition.ts';
import type { Pulse } from './pulse.ts';
import { between, joined, statesIn, type Segment } from './segments.ts';
import { spreadStates } from './spread.ts';
import { Traces } from './trace.ts';
import { touchedBy } from './touched.ts';

export interface CompiledRequest extends Omit<ExploreRequest, 'hash'> {
  /** How many workers may search; as many as there are cores where undefined. */
  readonly workers?: number | undefined;
  /** How wide a level has to be for workers to be waited for; where undefined, they join when they are ready and it pays. */
  readonly joinAt?: number | undefined;
  /** Assembled modules of earlier runs. */
  readonly cache?: ModuleCache | undefined;
  /** What one memory may take before states are spread over several; what it can see, 4 GiB, where undefined. */
  readonly partitionBytes?: number | undefined;
}

/** The same number of states is expanded between two looks at the clock. */
const sliceStates = 2048;

export class Search {
  readonly #reducing: Reducing;
  /** What is searched. */
  readonly #specification: Specification;
  readonly #engine: Engine;
  readonly #crew: Crew;
  readonly #findings: Findings;
  readonly #request: CompiledRequest;
  readonly #pulse: Pulse;
  readonly #codec: Codec;
  /** Where the states of each depth lie; those cut are among them. */
  #segments = new Levels();
  /** Of the round: where the arenas stood, and what was found before states were spread. */
  #marks: readonly Mark[] = [];
  #foundBefore: readonly Segment[] = [];
  /** Distinct states by depth. */
  readonly #levels: number[] = [];
  /** By depth, the distinct states that those stand for. */
  readonly #levelsFull: number[] = [];
  #fullBefore = 0n;
  /** Firings by depth. */
  readonly #firings: number[] = [];
  #firingsBefore = 0;
  #statesInitial = 0;
  #traces: Traces | undefined;

  constructor(
    reducing: Reducing,
    engine: Engine,
    crew: Crew,
    findings: Findings,
    request: CompiledRequest,
    pulse: Pulse,
  ) {
    this.#reducing = reducing;
    this.#specification = reducing.specification;
    this.#engine = engine;
    this.#crew = crew;
    this.#findings = findings;
    this.#request = request;
    this.#pulse = pulse;
    this.#codec = codecOf(reducing.specification);
  }

  async run(): Promise<SearchResult> {
    const { maxStates, maxDepth, leaveOff, all } = this.#request;
    this.#engine.open = this.#findings.open();
    const stopped = await this.#start();
    let found = this.#closeRound(0, 0);
    if (stopped !== undefined) return this.#result(stopped);
    if (this.#statesInitial === 0) refuseNoInitial(this.#specification);
    for (let round = 1; ; round += 1) {
      if (all !== true && this.#findings.isViolated()) return this.#result('violation');
      if (found === 0) return this.#result('complete');
      if (maxStates !== undefined && this.#distinct > maxStates) return this.#result('max-states');
      if (leaveOff?.(this.#distinct) === true) return this.#result('max-states');
      if (maxDepth !== undefined && round > maxDepth) return this.#result('max-depth');
      const before = this.#distinct;
      const level = this.#segments.at(round - 1);
      const waiting = statesIn(level);
      await this.#crew.prepare(waiting, async () => await this.#lookUp(waiting));
      this.#marks = this.#engine.marks;
      const stop = await this.#expand(level);
      found = this.#closeRound(round, before);
      if (stop !== undefined) return this.#result(stop);
    }
  }

  /** Looks for the traces of what is violated, which may take as long as the search. Ctrl-C ends that, and not what is violated. */
  async findTraces(): Promise<void> {
    const isOver = this.#untilInterrupted();
    const checks = this.#findings.checks();
    const stepsMost = this.#request.traced === 'shortest' ? stepsOfShortest(checks) : Infinity;
    for (const check of checks) {
      const { kind, finding } = check;
      // What fails in the beginning needs no way to it.
      if (kind === 'reachable' || finding === undefined) continue;
      if (finding.initialFailure !== undefined || finding.initialState !== undefined) continue;
      if (finding.steps > stepsMost) continue;
      await this.#traces?.find(goalOf(this.#reducing.original, check, finding), this.#pulse.isDue, isOver);
    }
  }

  /** Surveys the variables of what is stored, which may take longer than the search. Ctrl-C ends that. */
  async survey(kind: SurveyKind): Promise<readonly VariableSurvey[] | undefined> {
    const isOver = this.#untilInterrupted();
    // A search that nobody surveys does without it.
    const { surveyStored } = await import('./survey.ts');
    return await surveyStored(this.#specification, this.#engine, this.#codec, kind, async () => {
      return this.#pulse.isDue() && (await isOver());
    });
  }

  /** Who has interrupted the search still gets what is made of it; a second Ctrl-C quits. */
  #untilInterrupted(): () => Promise<boolean> {
    const wasAborted = this.#request.signal?.aborted === true;
    return async () => (await this.#pulse.beat(this.#progress(0))) === 'interrupted' && !wasAborted;
  }

  // Puts the initial states into the seen set.
  async #start(): Promise<Ended | undefined> {
    for (const initial of initialStates(this.#specification)) {
      if (initial !== undefined) this.#statesInitial += 1;
      if (initial?.kind === 'successor') {
        this.#engine.insert(this.#codec.encode(initial.state));
        this.#findings.begin(initial.state);
      }
      if (initial?.kind === 'failure') this.#findings.initialFailure(initial.failure);
      if (this.#engine.isToSplit && (await this.#spread([])) === undefined) return 'memory';
      if (this.#engine.isFull) return 'memory';
      const stop = await this.#lookUp(0);
      if (stop !== undefined) return stop;
    }
    return undefined;
  }

  /** Looks up from other work on what was found: why it has to end, where it has to. */
  async lookUp(): Promise<Ended | undefined> {
    return await this.#lookUp(0);
  }

  async #lookUp(waiting: number): Promise<Ended | undefined> {
    return this.#pulse.isDue() ? await this.#pulse.beat(this.#progress(waiting)) : undefined;
  }

  // Expands a level; wherever that has to wait for room, room is made first.
  async #expand(level: readonly Segment[]): Promise<Ended | undefined> {
    let todo = level;
    for (;;) {
      const waiting = statesIn(todo);
      const { ended, rest } = this.#crew.isFor(waiting)
        ? await this.#crew.expand(todo, async () => await this.#lookUp(waiting))
        : await this.#expandAlone(todo);
      if (ended !== undefined) return ended;
      if (this.#engine.isToSplit) {
        const moved = await this.#spread(rest);
        if (moved === undefined) return 'memory';
        todo = moved;
      } else {
        // A level may end just as a table gets crowded, and narrow levels always do.
        await this.#crew.grow(async () => await this.#lookUp(statesIn(rest)));
        if (rest.length === 0) return this.#engine.isFull ? 'memory' : undefined;
        todo = rest;
      }
    }
  }

  async #expandAlone(level: readonly Segment[]): Promise<Expanded> {
    const states = statesIn(level);
    let done = 0;
    for (const segment of level) {
      for (let from = segment.from; from < segment.to;) {
        const next = this.#engine.run({ ...segment, from, to: Math.min(segment.to, from + sliceStates) });
        done += next - from;
        from = next;
        const ended = this.#engine.isFull ? 'memory' : await this.#lookUp(states - done);
        if (ended !== undefined || this.#engine.isHalted) return { ended, rest: between(level, done, states) };
      }
    }
    return { ended: undefined, rest: [] };
  }

  // Spreads all states over several partitions; where those lie now that are still to be expanded. Undefined where there is no memory for that.
  async #spread(rest: readonly Segment[]): Promise<readonly Segment[] | undefined> {
    const found = this.#engine.storedSince(this.#marks);
    const depths = Array.from({ length: this.#segments.depths }, (_, depth) => this.#segments.at(depth));
    const lookUp = async (): Promise<Ended | undefined> => await this.#lookUp(statesIn(rest));
    const moved = await spreadStates(this.#engine, [...depths.flat(), ...found], rest, lookUp);
    if (moved === undefined) return undefined;
    this.#segments = new Levels();
    for (const segments of depths) this.#segments.push(joined(moved(segments)));
    this.#foundBefore = moved(found);
    if (this.#isCollecting) {
      forgetOld(this.#engine);
      for (let depth = 0; depth < depths.length; depth += 1) markOld(this.#engine, this.#segments.at(depth));
    }
    await this.#crew.refill(this.#engine.partitions, lookUp);
    this.#marks = this.#engine.marks;
    this.#engine.flush();
    return joined(moved(rest));
  }

  // Notes what a round found; how many distinct states that are.
  #closeRound(round: number, before: number): number {
    const stored = this.#engine.storedSince(this.#marks);
    this.#segments.push(this.#foundBefore.length === 0 ? stored : joined([...this.#foundBefore, ...stored]));
    this.#foundBefore = [];
    if (this.#isCollecting) this.#closeCollected(round);
    const found = this.#distinct - before;
    if (found > 0) this.#levels.push(found);
    const full = found > 0 ? this.#statesFull : undefined;
    if (full !== undefined) {
      this.#levelsFull.push(Number(full - this.#fullBefore));
      this.#fullBefore = full;
    }
    if (this.#engine.hasNewFlags()) {
      this.#findings.note(this.#engine.flagged(), round);
      this.#engine.open = this.#findings.open();
    }
    return found;
  }

  get #isCollecting(): boolean {
    return this.#engine.program.collected?.kind === 'everything';
  }

  // What this round has found is old in the next.
  #closeCollected(round: number): void {
    markOld(this.#engine, this.#segments.at(round));
    if (round === 0) return;
    const firings = sum(this.#counters.firings);
    this.#firings.push(firings - this.#firingsBefore);
    this.#firingsBefore = firings;
  }

  get #counters(): Counters {
    return countersOf(this.#engine.partitions, this.#engine.program, this.#specification);
  }

  /** The distinct states that those found stand for; undefined where that is not known exactly. */
  get #statesFull(): bigint | undefined {
    return this.#engine.program.symmetry?.isCounted === true ? representedIn(this.#engine.partitions) : undefined;
  }

  get #distinct(): number {
    return distinctIn(this.#engine.partitions);
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
    const statesFull = this.#statesFull;
    const traces = new Traces(this.#reducing, this.#engine, this.#codec, this.#segments, this.#request.comparedMost);
    this.#traces = traces;
    return {
      checks: this.#findings.checks(),
      counts: {
        statesGenerated: this.#statesInitial + sum(firings),
        statesInitial: this.#statesInitial,
        statesDistinct: distinct,
        ...(statesFull === undefined ? {} : { statesFull: Number(statesFull) }),
        statesCut: cut,
        depth: Math.max(0, this.#levels.length - 1),
        areExact: ended !== 'time' && ended !== 'memory' && ended !== 'interrupted',
      },
      levels: this.#levels,
      ...(statesFull === undefined ? {} : { levelsFull: this.#levelsFull }),
      digest,
      coverage: this.#coverage(),
      transitions: transitionsIn(this.#engine),
      collected: collectedBy(this.#specification, this.#engine, firings, {
        states: this.#levels,
        firings: this.#firings,
      }),
      ended,
      failed: this.#findings.failed,
      isChained: this.#reducing.interleaving?.isChained === true,
      traceTo: (goal) => traces.to(goal),
    };
  }

  #coverage(): CoverageReport {
    const { statesEnabled, firings, statesCut } = this.#counters;
    const { touched, checks } = this.#findings;
    this.#labelsOfLast();
    const flagged = this.#engine.flagged();
    const slots = [...touched, ...flagged];
    const witnesses = new Set(
      checks().flatMap(({ name, kind, finding }) => (kind === 'reachable' && finding !== undefined ? [name] : [])),
    );
    return coverageReport(this.#specification, {
      statesEnabled,
      firings,
      statesCut,
      ...touchedBy(slots),
      hasWitness: (name) => witnesses.has(name),
    });
  }

  // Expanding notes the labels of states; those of the last two levels may not have been expanded.
  #labelsOfLast(): void {
    if (this.#specification.processes.length === 0) return;
    const { depths } = this.#segments;
    for (const { partition, from, to } of [depths - 2, depths - 1].flatMap((depth) => this.#segments.at(depth))) {
      const instance = this.#engine.partition(partition);
      for (let index = from; index < to; index += 1) {
        const address = instance.addressOf(index);
        if (!instance.isExcluded(address)) instance.labels(address);
      }
    }
  }
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
