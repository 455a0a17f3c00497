// What a command has to do with the world: where it stands, what it writes, and whether it was told to stop. Passed to every command, so
// that tests run them without a process. The real one is made in main.ts.

import { styleText } from 'node:util';

export interface Terminal {
  /** The folder that paths start from, and against which they are shown. */
  readonly cwd: string;
  /** Writes lines to standard output: results. */
  readonly print: (text: string) => void;
  /** Writes lines to standard error: complaints. */
  readonly complain: (text: string) => void;
  /** Shows a line on standard error that the next one replaces; '' takes it away. Undefined where nobody watches. */
  readonly progress: ((line: string) => void) | undefined;
  readonly paint: Paint;
  /** How wide it is; undefined where standard output is no terminal. */
  readonly columns?: number | undefined;
  /** Does work that the first Ctrl-C, or SIGTERM, asks to end early; a second one quits at once, as one does outside such work. */
  readonly interruptible: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Whether there was one. */
  readonly isInterrupted: () => boolean;
}

export type Tone = 'good' | 'bad' | 'unsure' | 'quiet' | 'strong';
/** Colours a text, or leaves it as it is where there are no colours. The words must carry the meaning alone. */
export type Paint = (tone: Tone, text: string) => string;

const styles = { good: 'green', bad: 'red', unsure: 'yellow', quiet: 'dim', strong: 'bold' } as const;

/** Ctrl-C, and what `timeout` and services send. */
const interruptions = ['SIGINT', 'SIGTERM'] as const;

export const plainPaint: Paint = (_, text) => text;

/** Of a thread or process that checks for another one, which prints whatever there is to print. `signal`: it was told to stop. */
export function ledTerminal(cwd: string, signal: AbortSignal, progress: Terminal['progress']): Terminal {
  return {
    cwd,
    print: () => undefined,
    complain: () => undefined,
    progress,
    paint: plainPaint,
    interruptible: async (work) => await work(signal),
    isInterrupted: () => signal.aborted,
  };
}

/** The terminal of a running process. Colours follow NO_COLOR, FORCE_COLOR and whether standard output is a terminal. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  let [isShown, isInterrupted] = [false, false];
  const clear = (): void => {
    if (isShown) stderr.write('\r\u001B[K');
    isShown = false;
  };
  return {
    cwd: process.cwd(),
    isInterrupted: () => isInterrupted,
    interruptible: async (work) => {
      const interruption = new AbortController();
      const listen = (): void => interruptions.forEach((signal) => void process.on(signal, interrupt));
      const leave = (): void => interruptions.forEach((signal) => void process.removeListener(signal, interrupt));
      const interrupt = (): void => {
        leave();
        isInterrupted = true;
        interruption.abort();
      };
      // Listened to until the first one, and only during the work: outside it, what blocks the event loop can be stopped too.
      listen();
      try {
        return await work(interruption.signal);
      } finally {
        leave();
      }
    },
    columns: stdout.isTTY ? stdout.columns : undefined,
    paint: (tone, text) => styleText(styles[tone], text, { stream: stdout }),
    print: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    complain: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    progress: stderr.isTTY
      ? (line) => {
          clear();
          if (line !== '') stderr.write(line.slice(0, stderr.columns - 1));
          isShown = line !== '';
        }
      : undefined,
  };
}
