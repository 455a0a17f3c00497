// Plain data as text, and back: JSON, and in it integers of any size, and what is undefined.

/** What no other text in such data begins with. */
const mark = '\u0000';

export function printPlain(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'bigint' || value === undefined ? `${mark}${value}` : value,
  );
}

/** @throws SyntaxError where it is no such text */
export function readPlain(text: string): unknown {
  return revived(JSON.parse(text));
}

function revived(data: unknown): unknown {
  if (typeof data === 'string' && data.startsWith(mark)) {
    const printed = data.slice(mark.length);
    return printed === 'undefined' ? undefined : BigInt(printed);
  }
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map(revived);
  return Object.fromEntries(Object.entries(data).map(([name, each]) => [name, revived(each)]));
}
