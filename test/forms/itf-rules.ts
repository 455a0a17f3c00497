// The rules of the Informal Trace Format (Apalache's ADR 015, revision of 2025-11-11) as a check: what a file breaks, a line each. Written from the
// rules alone, without what writes or reads the format here.

type Fields = Readonly<Record<string, unknown>>;

/** Empty for a file that keeps every rule. Integers must be `#bigint`, as those who write the format have to. */
export function itfBreaches(text: string): string[] {
  const breaches: string[] = [];
  const say = (path: string, what: string): void => void breaches.push(`${path}: ${what}`);
  const root = JSON.parse(text) as unknown;
  if (!isFields(root)) return ['the root is no object'];
  const known = ['#meta', 'params', 'vars', 'states', 'loop'];
  for (const name of Object.keys(root)) if (!known.includes(name)) say(name, 'is no field of the format');
  const { '#meta': meta, params = [], vars, states, loop } = root;
  if (meta !== undefined && !isFields(meta)) say('#meta', 'is no object');
  if (isFields(meta) && meta['format'] !== undefined && meta['format'] !== 'ITF') say('#meta.format', 'is not ITF');
  if (!isNames(params)) say('params', 'is no list of names');
  if (!isNames(vars)) say('vars', 'is no list of names');
  if (!Array.isArray(states) || states.length === 0) return [...breaches, 'states: is no list of states'];
  const names = [...(isNames(params) ? params : []), ...(isNames(vars) ? vars : [])];
  if (new Set(names).size < names.length) say('vars', 'names one twice');
  if (loop !== undefined && !(Number.isInteger(loop) && Number(loop) >= 0 && Number(loop) < states.length)) {
    say('loop', 'is no index of a state');
  }
  if (isFields(meta) && isFields(meta['varTypes']) && isNames(vars)) {
    for (const name of Object.keys(meta['varTypes']))
      if (!vars.includes(name)) say('#meta.varTypes', `${name} is no variable`);
  }
  states.forEach((state: unknown, index) => {
    const path = `states[${index}]`;
    if (!isFields(state)) return say(path, 'is no object');
    for (const name of names) if (!Object.hasOwn(state, name)) say(path, `has no ${name}`);
    for (const [name, value] of Object.entries(state)) {
      if (name === '#meta') {
        if (!isFields(value)) say(`${path}.#meta`, 'is no object');
      } else if (names.includes(name)) checkValue(value, `${path}.${name}`, say);
      else say(path, `${name} is neither a variable nor a parameter`);
    }
  });
  return breaches;
}

function checkValue(value: unknown, path: string, say: (path: string, what: string) => void): void {
  if (typeof value === 'boolean' || typeof value === 'string') return;
  if (typeof value === 'number') return say(path, 'is a plain number');
  if (value === null) return say(path, 'is null');
  if (Array.isArray(value)) return value.forEach((item, index) => checkValue(item, `${path}[${index}]`, say));
  if (!isFields(value)) return say(path, 'is no value');
  const names = Object.keys(value);
  const mark = names.find((name) => name.startsWith('#'));
  if (mark === undefined) {
    for (const name of names) checkValue(value[name], `${path}.${name}`, say);
    return;
  }
  if (names.length > 1) return say(path, `has more than ${mark}`);
  const content = value[mark];
  switch (mark) {
    case '#bigint':
      if (typeof content !== 'string' || !/^-?[0-9]+$/.test(content)) say(path, 'is no #bigint');
      return;
    case '#unserializable':
      if (typeof content !== 'string') say(path, 'is no #unserializable');
      return;
    case '#tup':
    case '#set':
      if (!Array.isArray(content)) return say(path, `is no ${mark}`);
      if (mark === '#set' && hasTwice(content)) say(path, 'has a member twice');
      return content.forEach((item, index) => checkValue(item, `${path}.${mark}[${index}]`, say));
    case '#map':
      if (!Array.isArray(content)) return say(path, 'is no #map');
      content.forEach((pair: unknown, index) => {
        const own = `${path}.#map[${index}]`;
        if (!Array.isArray(pair) || pair.length !== 2) return say(own, 'is no pair');
        pair.forEach((part, at) => checkValue(part, `${own}[${at}]`, say));
      });
      if (hasTwice(content.map((pair: unknown) => (Array.isArray(pair) ? (pair[0] as unknown) : pair)))) {
        say(path, 'has a key twice');
      }
      return;
    default:
      return say(path, `${mark} is no mark`);
  }
}

function hasTwice(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size < values.length;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
