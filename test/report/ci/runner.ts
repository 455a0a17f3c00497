// A log as the runner of GitHub Actions reads it (actions/runner, ActionCommandManager.cs and ActionCommand.cs): commands at the beginning of a
// line, `##[command]` anywhere in it, none of them between stop-commands and its token.

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What the runner does, and the lines that it shows as they are. */
export function readLog(lines: readonly string[]): {
  readonly commands: readonly Command[];
  readonly shown: readonly string[];
} {
  const commands: Command[] = [];
  const shown: string[] = [];
  let token: string | undefined;
  for (const line of lines.flatMap((text) => text.split(/\r\n|[\r\n]/))) {
    if (token !== undefined) {
      if (line.trim() === `::${token}::`) token = undefined;
      else shown.push(line);
      continue;
    }
    const command = commandOf(line);
    if (command?.name === 'stop-commands') token = command.message;
    else if (command === undefined) shown.push(line);
    else commands.push(command);
  }
  if (token !== undefined) throw new Error('commands are stopped for good');
  return { commands, shown };
}

function commandOf(line: string): Command | undefined {
  const [, name = '', given = '', message = ''] = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/s.exec(line) ?? [];
  if (name === '') return line.includes('##[') ? { name: 'legacy', properties: {}, message: line } : undefined;
  const pairs = given.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [] : [[pair.slice(0, at), unescaped(pair.slice(at + 1))]];
  });
  return { name, properties: Object.fromEntries(pairs) as Record<string, string>, message: unescaped(message) };
}

function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
