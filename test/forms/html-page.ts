// A page taken apart, as far as a test needs it. Strict where browsers are not: every element that is opened is closed where it should be, every
// attribute is quoted.

export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What stands in it, tags left out. */
  readonly text: string;
  /** What stands right in it as it is written. */
  readonly raw: string;
}

const voids = ['meta', 'input', 'br', 'wbr'];
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Every element, in the order in which they are closed. @throws for a page that is not well-formed */
export function tagsOf(page: string): Tag[] {
  const tags: Tag[] = [];
  const open: { name: string; attributes: Record<string, string>; from: number; text: string }[] = [];
  let at = page.indexOf('>') + 1;
  if (!/^<!doctype html>$/i.test(page.slice(0, at))) throw new Error('the page has no doctype');
  while (at < page.length) {
    const inner = open.at(-1);
    const isRaw = inner?.name === 'script' || inner?.name === 'style';
    const next = isRaw ? page.toLowerCase().indexOf(`</${inner.name}`, at) : page.indexOf('<', at);
    const text = page.slice(at, next === -1 ? page.length : next);
    for (const each of open) each.text += isRaw ? text : decoded(text);
    if (next === -1) break;
    const match = /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<]*")?)*)\s*>/.exec(page.slice(next, next + 4000));
    if (match === null) throw new Error(`no tag: ${page.slice(next, next + 60)}`);
    const [whole, slash, name = '', written = ''] = match;
    at = next + whole.length;
    if (slash === '') {
      const pairs = [...written.matchAll(/([a-z-]+)(?:="([^"<]*)")?/g)].map(([, key = '', value = '']) => [
        key,
        decoded(value),
      ]);
      const attributes = Object.fromEntries(pairs) as Record<string, string>;
      if (voids.includes(name)) tags.push({ name, attributes, text: '', raw: '' });
      else open.push({ name, attributes, from: at, text: '' });
      continue;
    }
    const closed = open.pop();
    if (closed?.name !== name) throw new Error(`</${name}> closes <${closed?.name ?? 'nothing'}>`);
    tags.push({ name, attributes: closed.attributes, text: closed.text, raw: page.slice(closed.from, next) });
  }
  if (open.length > 0) throw new Error(`<${open.map(({ name }) => name).join('> <')}> stays open`);
  return tags;
}

function decoded(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`a bare ampersand: ${text}`);
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}
