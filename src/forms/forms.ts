// The forms by name. Each is loaded when it is asked for.

import type { Form } from './subject.ts';

export const forms: Readonly<Record<string, () => Promise<Form>>> = {
  race: async () => (await import('./race.ts')).race,
  steps: async () => (await import('./steps.ts')).steps,
  diff: async () => (await import('./diff.ts')).diff,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html.ts')).html,
  itf: async () => (await import('./itf.ts')).itf,
  tlc: async () => (await import('./tlc.ts')).tlc,
  dot: async () => (await import('./dot.ts')).dot,
  mermaid: async () => (await import('./mermaid.ts')).mermaid,
};
