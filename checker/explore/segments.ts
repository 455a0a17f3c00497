// Stretches of arenas: where the states of one depth lie. A list of segments is also an order of its states, by position from 0 on.

/** States of one depth: from one index to another in the arena of a partition. */
export interface Segment {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export function statesIn(segments: readonly Segment[]): number {
  return segments.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** A segment without some others that lie in it. */
export function without(whole: Segment, holes: readonly Segment[]): readonly Segment[] {
  const segments: Segment[] = [];
  let { from } = whole;
  for (const hole of [...holes].sort((a, b) => a.from - b.from)) {
    if (hole.from >= hole.to || hole.to <= from || hole.from >= whole.to) continue;
    if (hole.from > from) segments.push({ ...whole, from, to: hole.from });
    from = hole.to;
  }
  if (from < whole.to) segments.push({ ...whole, from });
  return segments;
}

/** The states from one position to another. */
export function between(segments: readonly Segment[], from: number, to: number): readonly Segment[] {
  const found: Segment[] = [];
  let at = 0;
  for (const segment of segments) {
    if (at >= to) break;
    const size = segment.to - segment.from;
    const first = Math.max(0, from - at);
    const end = Math.min(size, to - at);
    if (first < end) found.push({ ...segment, from: segment.from + first, to: segment.from + end });
    at += size;
  }
  return found;
}

/** The same states; those that lie side by side in one segment. */
export function joined(segments: readonly Segment[]): readonly Segment[] {
  const found: Segment[] = [];
  for (const segment of [...segments].sort((a, b) => a.partition - b.partition || a.from - b.from)) {
    const last = found.at(-1);
    if (segment.from === segment.to) continue;
    if (last?.partition === segment.partition && last.to === segment.from)
      found[found.length - 1] = { ...last, to: segment.to };
    else found.push(segment);
  }
  return found;
}
