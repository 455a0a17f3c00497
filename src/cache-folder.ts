// Where this user's caches lie.

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The user's own cache folder; undefined where there is none. What is said by a relative path is ignored, as the XDG rules have it. */
export function userCacheFolder(): string | undefined {
  const { XDG_CACHE_HOME: given = '' } = process.env;
  const base = isAbsolute(given) ? given : join(homedir(), '.cache');
  // Making folders where there is no place for them may take for ever (below /proc, on Node 20).
  const isPossible = isAbsolute(base) && (existsSync(base) || existsSync(join(base, '..')));
  return isPossible ? join(base, 'ballast') : undefined;
}
