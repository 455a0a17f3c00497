// The looks of the HTML form: dark and light by the system's wish or by the switch, two columns where there is room, one on a phone and on paper.

export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #16181c);
  --ink: light-dark(#1c1e21, #e4e6ea);
  --quiet: light-dark(#5c6370, #9aa2af);
  --line: light-dark(#d5d9df, #363b44);
  --shade: light-dark(#f3f5f8, #1f2329);
  --chosen: light-dark(#e3edfb, #24344c);
  --accent: light-dark(#1f5fa8, #7db3f5);
  --bad: light-dark(#b3261e, #ff8a80);
  --new: light-dark(#1b6e2c, #7ed491);
  --old: light-dark(#8a3b36, #e3a29d);
}
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1rem; max-width: 110rem;
  background: var(--paper); color: var(--ink);
  font: 0.95rem/1.45 system-ui, sans-serif;
}
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0; }
h2 { font-size: 1rem; margin: 0 0 0.4rem; overflow-wrap: anywhere; }
h3 { font-size: 0.9rem; margin: 1rem 0 0.3rem; color: var(--quiet); }
a { color: var(--accent); }
code, pre, td, th, .place { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: 0.85rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--shade); padding: 0.5rem; margin: 0.3rem 0; }
p, ul { margin: 0.4rem 0; }
ul { padding-left: 1.2rem; }
header { display: flex; gap: 1rem; align-items: flex-start; justify-content: space-between; margin-bottom: 0.6rem; }
.bad { color: var(--bad); }
.quiet { color: var(--quiet); }
button, input {
  font: inherit; color: inherit; background: var(--shade); border: 1px solid var(--line);
  border-radius: 0.3rem; padding: 0.25rem 0.6rem; min-height: 2rem;
}
button { cursor: pointer; white-space: nowrap; }
button:disabled { opacity: 0.45; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: var(--paper); border-bottom: 2px solid var(--line); z-index: 1; }
.steps table, .state table { table-layout: fixed; }
.steps .number { width: 3.6rem; text-align: right; }
.state td:first-child { width: 45%; }
.state #truths td:first-child { width: 65%; }
.steps tbody tr { scroll-margin: 4rem; cursor: pointer; }
.steps tbody tr:hover { background: var(--shade); }
.steps tbody tr.chosen { background: var(--chosen); }
.steps tr.round td.number { border-left: 4px solid var(--bad); }
.steps tr.turn td { color: var(--bad); border-left: 4px solid var(--bad); font-style: italic; }
.steps tr.turn td + td { border-left: 0; }
.steps tr.fails td { border-bottom-color: var(--bad); }
.steps tr.beside, .steps tr.beside a, .steps .changes.beside { color: var(--quiet); }
.steps tr.beside .deed { font-weight: normal; }
.within { color: var(--quiet); }
.within { display: block; }
.deed { display: block; font-weight: 600; }
.inner { padding-left: 1rem; }
.changes { display: block; padding-left: 2rem; }
.changes .bad { color: var(--bad); }
#where { display: none; }
.controls { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; margin: 0.4rem 0; }
.controls input[type='number'] { width: 11rem; }
.controls input[type='checkbox'] { min-height: 0; }
.state .was { color: var(--old); text-decoration: line-through; }
.state .is { color: var(--new); font-weight: 600; }
.state tr.differs { background: var(--shade); }
.state tr.differs td:first-child::after { content: ' *'; color: var(--new); }
@media (min-width: 62rem) {
  main {
    display: grid; grid-template: 'steps state' auto 'footer state' 1fr / minmax(0, 3fr) minmax(0, 2fr);
    column-gap: 2rem; align-items: start;
  }
  .steps { grid-area: steps; }
  footer { grid-area: footer; }
  .state { grid-area: state; position: sticky; top: 0.5rem; max-height: calc(100vh - 1.5rem); overflow: auto; padding-bottom: 1rem; }
}
@media (max-width: 40rem) {
  body { padding: 0.6rem 0.6rem 4rem; }
  .steps thead { display: none; }
  .steps table, .steps tbody, .steps tr, .steps td { display: block; width: auto; }
  .steps tr { display: flex; border-bottom: 1px solid var(--line); }
  .steps td { border: 0; }
  .steps td:empty { display: none; }
  .steps .number { flex: 0 0 2.6rem; }
  .steps td[data-actor] { flex: 1; min-width: 0; }
  .steps td[data-actor]::before { content: attr(data-actor); display: block; color: var(--accent); }
  .state { margin-top: 1rem; }
  #where { display: block; }
  .state .stepping {
    position: fixed; left: 0; right: 0; bottom: 0; margin: 0; padding: 0.4rem 0.6rem; justify-content: space-between;
    background: var(--paper); border-top: 1px solid var(--line); z-index: 2;
  }
}
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { padding: 0; font-size: 9pt; }
  main { display: block; }
  .controls, #theme, .keys { display: none; }
  .state { position: static; max-height: none; overflow: visible; margin-top: 1rem; }
  thead th { position: static; }
  tr { break-inside: avoid; }
  .steps tr.chosen { background: none; }
}
`.trim();
