// A command line that is written plainly, read without yargs, whose loading takes longer than many a check. Whatever is not as plain as that,
// help and every slip among them, is left to yargs, see parse.ts; what both read, they read alike.

import { camelCase, type Command, type Request } from './command.ts';

/** What is asked for; undefined where it takes yargs to tell. */
export function readPlainly(argv: readonly string[], commands: readonly Command[]): Request | undefined {
  const [name, ...words] = argv;
  const command = commands.find((each) => each.name === name);
  if (command === undefined || words.some(isOdd)) return undefined;
  const given = new Map<string, unknown>();
  const positionals = Object.keys(command.positionals);
  for (let index = 0; index < words.length; index += 1) {
    const [word = '', next] = words.slice(index, index + 2);
    if (!word.startsWith('-')) {
      const positional = positionals.shift();
      if (positional === undefined) return undefined;
      given.set(positional, word);
      continue;
    }
    const option = word.startsWith('--') ? word.slice(2) : '';
    const { type, coerce } = (Object.hasOwn(command.options, option) && command.options[option]) || {};
    const key = camelCase(option);
    if (type === 'boolean') {
      // A flag takes a truth value if one follows.
      if (given.has(key) || next === 'true' || next === 'false') return undefined;
      given.set(key, true);
    } else if (type === 'string' && next !== undefined && !next.startsWith('-')) {
      if (given.has(key) && coerce === undefined) return undefined;
      given.set(key, coerce === undefined ? next : [...((given.get(key) ?? []) as readonly string[]), next]);
      index += 1;
    } else return undefined;
  }
  return positionals.some((each) => command.positionals[each]?.demandOption === true)
    ? undefined
    : { command, given: Object.fromEntries(given) };
}

/** Whether a word may mean more than it says: yargs takes quotes away, and `help` for --help. */
function isOdd(word: string): boolean {
  return word === '' || word === 'help' || /^["'`]|["'`]$/.test(word);
}
