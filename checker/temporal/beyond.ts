// What the search for fair behaviours cannot hold: no fault of anybody, so a property of which it is thrown is not decided, and the reason told.

export class Beyond extends Error {
  override name = 'Beyond';
}
