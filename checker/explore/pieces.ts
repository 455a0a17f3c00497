// Work for several, listed piece by piece in shared memory: every worker has a share of its own, and takes from the others' when it is done.

import { blockStates, control } from './control.ts';
import type { Engine } from './engine.ts';
import type { Segment } from './segments.ts';

/** Splits segments where blocks of the arena end, so that a piece is of one worker's finding. */
export function inBlocks(segments: readonly Segment[]): readonly Segment[] {
  return inParts(segments, blockStates);
}

/** Splits segments at the multiples of a size. */
export function inParts(segments: readonly Segment[], size: number): readonly Segment[] {
  const parts: Segment[] = [];
  for (const { partition, from, to } of segments) {
    for (let at = from; at < to;) {
      const end = Math.min(to, (Math.floor(at / size) + 1) * size);
      parts.push({ partition, from: at, to: end });
      at = end;
    }
  }
  return parts;
}

/** For each worker the pieces that it filled itself: what a core has written is nearest to it. */
export function byOwner(pieces: readonly Segment[], engine: Engine): readonly (readonly Segment[])[] {
  const shares = Array.from({ length: engine.plan.workers }, (): Segment[] => []);
  for (const piece of pieces) {
    const owner = engine.partition(piece.partition).ownerOf(piece.from);
    shares[owner % shares.length]?.push(piece);
  }
  return shares;
}

/** The same number of pieces for each of several. */
export function evenly(pieces: readonly Segment[], workers: number): readonly (readonly Segment[])[] {
  const size = Math.ceil(pieces.length / workers);
  return Array.from({ length: workers }, (_, worker) => pieces.slice(worker * size, (worker + 1) * size));
}

/** Pieces in shared memory. */
export class PieceList {
  readonly #words: Int32Array;

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Lists the shares of all workers. */
  fill(shares: readonly (readonly Segment[])[]): void {
    let at = 0;
    for (const [worker, share] of shares.entries()) {
      Atomics.store(this.#words, control.shares + worker * control.line, at);
      for (const { partition, from, to } of share) {
        this.#words.set([partition, from, to], control.pieces + 3 * at);
        at += 1;
      }
      Atomics.store(this.#words, control.ends + worker, at);
    }
  }

  /** The next piece for a worker: of its own share, or of somebody else's. */
  take(worker: number, workers: number): Segment | undefined {
    for (let turn = 0; turn < workers; turn += 1) {
      const share = (worker + turn) % workers;
      const end = Atomics.load(this.#words, control.ends + share);
      if (Atomics.load(this.#words, control.shares + share * control.line) >= end) continue;
      const at = Atomics.add(this.#words, control.shares + share * control.line, 1);
      if (at < end) return this.#at(control.pieces + 3 * at);
    }
    return undefined;
  }

  /** Keeps what is left of a piece. */
  leave(worker: number, { partition, from, to }: Segment): void {
    this.#words.set([partition, from, to], control.rests + 3 * worker);
  }

  /** What nobody has taken, and what was left, which is forgotten then. */
  rest(workers: number): readonly Segment[] {
    const rest: Segment[] = [];
    for (let worker = 0; worker < workers; worker += 1) {
      const left = this.#at(control.rests + 3 * worker);
      if (left.from < left.to) rest.push(left);
      this.#words.fill(0, control.rests + 3 * worker, control.rests + 3 * worker + 3);
      const end = Atomics.load(this.#words, control.ends + worker);
      for (let at = Atomics.load(this.#words, control.shares + worker * control.line); at < end; at += 1)
        rest.push(this.#at(control.pieces + 3 * at));
    }
    return rest;
  }

  #at(position: number): Segment {
    const [partition = 0, from = 0, to = 0] = this.#words.subarray(position, position + 3);
    return { partition, from: from >>> 0, to: to >>> 0 };
  }
}
