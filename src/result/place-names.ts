// Places by their names as people read them: which is a part of which.

/** Whether one place is the other, or a part of it. */
export function areOne(a: string, b: string): boolean {
  return a === b || isPartOf(a, b) || isPartOf(b, a);
}

/** `lru[page0]` is a part of `lru`, and of `lru[page0].next` the whole. */
export function isPartOf(place: string, whole: string): boolean {
  return place.startsWith(`${whole}[`) || place.startsWith(`${whole}.`);
}
