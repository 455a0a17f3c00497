// The command line as yargs reads it: help, the version, and what is said when something is not understood. Loads yargs and nothing else.

import yargs, { type Argv, type Options } from 'yargs';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import { camelCase, type Command, CommandLineError, type Given, type Request } from './command.ts';

/** What is asked for; undefined where that was help or the version, which is printed. @throws CommandLineError for what is not understood */
export async function parse(
  argv: readonly string[],
  commands: readonly Command[],
  { print }: Pick<Terminal, 'print'>,
): Promise<Request | undefined> {
  let request: Request | undefined;
  let failure: { readonly message: string } | undefined;
  const parser = yargs()
    .locale('en')
    .scriptName('ballast')
    .usage('$0 <command>\n\nChecks specifications written in TypeScript: every reachable state, every property.')
    .parserConfiguration({
      'boolean-negation': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-dashed': true,
    })
    .strict()
    .demandCommand(1)
    .option('debug', { type: 'boolean', describe: 'show the stack of an error' })
    .version(version())
    .epilogue(
      'Exit status: 0 all hold, 10 to 16 violated, 20 not decided, 21 not as expected, 22 vacuous or not noticed (--strict), 23 not as locked, 64 usage, 65 specification, 70 the checker itself.',
    )
    .wrap(100)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined | null) => {
      if (error !== undefined && error !== null && error.name !== 'YError') throw error;
      failure = { message: message ?? error?.message ?? '' };
      throw new CommandLineError(failure.message);
    });
  for (const command of commands) {
    parser.command({
      command: [command.name, ...Object.entries(command.positionals).map(placeholder)].join(' '),
      describe: command.about,
      builder: (inner: Argv) => withOptions(inner, command),
      handler: (given: Given) => {
        request = { command, given };
      },
    });
  }
  try {
    await parser.parseAsync([...argv], {}, (_error, _given, output) => {
      if (output !== '') print(output);
    });
  } catch (thrown) {
    if (failure === undefined) throw thrown;
    throw await misunderstood(failure.message, argv, commands);
  }
  return request;
}

/** What need not be there stands last, in brackets. */
function placeholder([name, { demandOption }]: readonly [name: string, option: Options]): string {
  return demandOption === true ? `<${name}>` : `[${name}]`;
}

function withOptions(parser: Argv, { positionals, options, examples }: Command): Argv {
  for (const [name, option] of Object.entries(positionals)) parser.positional(name, option as object);
  // What a command takes itself is read first, what all take last.
  const grouped = Object.entries(options).map(([name, option]) => [name, { group: 'Options:', ...option }] as const);
  parser.options(Object.fromEntries(grouped)).group(['help', 'debug', 'version'], 'Every command:');
  return parser.example(examples.map(([command, about]) => [command, about] as [string, string]));
}

/** What yargs refuses, in the words of the other messages and with the nearest name. */
async function misunderstood(
  message: string,
  argv: readonly string[],
  commands: readonly Command[],
): Promise<CommandLineError> {
  const { suggest } = await import('../../checker/index.ts');
  const command = commands.find(({ name }) => argv.includes(name));
  const help = command === undefined ? 'ballast --help' : `ballast ${command.name} --help`;
  const [, names = ''] = /^Unknown (?:arguments?|commands?): (.+)$/.exec(message) ?? [];
  const [odd = ''] = names.split(', ');
  const options = argv.flatMap((text) => /^--?[^=]+/.exec(text)?.[0] ?? []);
  const flagged = options.find((option) => [plainName(option), camelCase(plainName(option))].includes(odd));
  if (flagged !== undefined) {
    const known = [...Object.keys(command?.options ?? {}), 'help', 'version', 'debug'];
    return new CommandLineError(
      `there is no option '${flagged}'`,
      (switched(plainName(flagged), known) ?? suggest(plainName(flagged), known).replace("'", "'--")) || `see ${help}`,
    );
  }
  if (names !== '' && command === undefined) {
    const known = commands.map(({ name }) => name);
    return new CommandLineError(
      `there is no command '${odd}'`,
      suggest(odd, known) || `the commands are ${known.join(', ')}`,
    );
  }
  if (names !== '')
    return new CommandLineError(`${command?.name ?? ''} does not take '${odd}'`, `one at a time; see ${help}`);
  if (message.startsWith('Not enough arguments following')) {
    return new CommandLineError(`--${message.split(': ')[1] ?? ''} needs a value`, `see ${help}`);
  }
  if (command === undefined) return new CommandLineError('there is nothing to do', `name a command: ${help}`);
  return new CommandLineError(
    `${command.name} needs ${command.needs ?? 'a specification'}`,
    command.needs === undefined ? `a name of 'ballast list', or a path; see ${help}` : `see ${help}`,
  );
}

/** What is on unless its option turns it off, asked for; and what is off unless asked for, refused. */
function switched(name: string, known: readonly string[]): string | undefined {
  if (known.includes(`no-${name}`)) return `it is on unless --no-${name} turns it off: leave --${name} out`;
  const off = name.startsWith('no-') ? name.slice(3) : '';
  return known.includes(off) ? `it is off unless --${off} is given: leave --${name} out` : undefined;
}

function plainName(option: string): string {
  return option.replace(/^--?/, '');
}
