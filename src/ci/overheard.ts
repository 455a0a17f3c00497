// What the config and the specifications print while they are loaded in the process that writes the reports: standard output is the reports'.

import { Console } from 'node:console';
import { Writable } from 'node:stream';
import type { Terminal } from '../terminal.ts';

/** Does work whose console is heard as a complaint. */
export async function overheard<T>({ complain }: Pick<Terminal, 'complain'>, work: () => Promise<T>): Promise<T> {
  const usual = globalThis.console;
  const stream = new Writable({
    decodeStrings: false,
    write: (text: string, _, done) => {
      complain(text.trimEnd());
      done();
    },
  });
  globalThis.console = new Console(stream);
  try {
    return await work();
  } finally {
    globalThis.console = usual;
  }
}
