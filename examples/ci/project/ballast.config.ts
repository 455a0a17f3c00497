// `ballast ci` checks these, and holds what it finds against ballast.lock.json; `ballast ci --update` writes that file.

import { project } from 'ballast/ci';

export default project({
  suites: [
    { spec: './lock.ts', set: { cpus: [2, 3] }, expect: 'holds' },
    { spec: './lock.ts', mutant: 'notAtomic', expect: { violates: 'mutualExclusion', steps: 4 } },
    { spec: './lock.ts', set: { cpus: 4 }, expect: { reaches: 'contended' } },
    { spec: './lock.ts', set: { cpus: 8 }, expect: 'holds', lane: 'nightly' },
  ],
  budget: { time: '5m', memory: '4GB' },
});
