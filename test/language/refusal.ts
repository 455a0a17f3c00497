// What is said of a specification that is refused.

import { SpecError } from '../../checker/index.ts';

/** The whole message, but for the lines that only say where. */
export function refusal(build: () => unknown): string {
  return messageOf(build)
    .split('\n')
    .filter((line) => !/:\d+:\d+/.test(line))
    .join('\n');
}

/** The whole message. */
export function messageOf(build: () => unknown): string {
  try {
    build();
    return 'nothing was refused';
  } catch (error) {
    return String(error);
  }
}

/** What is wrong, and in a line below how to mend it. @throws what is no mistake of a specification */
export function mistake(build: () => unknown): string {
  try {
    build();
    return 'nothing was refused';
  } catch (error) {
    if (error instanceof SpecError) return `${error.what}\n${error.mend ?? ''}`;
    throw error;
  }
}
