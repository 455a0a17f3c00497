// What the HTML form does in a browser: shows a state beside the table, what differs from another one, and what each property says in it. The
// address names the state: #state-3, or #state-3/1 where it is compared with state 1.

export const script = `
'use strict';
const { places, first, changes, truths, property, names, loop } = JSON.parse(document.getElementById('data').textContent);
const states = [first];
for (const change of changes) {
  const state = states[states.length - 1].slice();
  for (const [place, value] of change) state[place] = value;
  states.push(state);
}
const last = states.length - 1;
const goesRound = loop !== null && !loop.isStuttering;
const find = (id) => document.getElementById(id);
const root = document.documentElement;
let [shown, other] = [0, undefined];
// How often the loop was gone round: then its first state was reached by its last step.
let round = 0;

function element(name, className, ...parts) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...parts);
  return made;
}

// Long names may break before and after what parts them, rather than anywhere.
function broken(text) {
  const parts = text.split(/(?<=\\w[._])(?=\\w)|(?<=\\w)(?=[[(])/);
  return parts.flatMap((part, index) => (index === 0 ? [part] : [document.createElement('wbr'), part]));
}

function show(number, compared, scrolls) {
  shown = Math.max(0, Math.min(last, number));
  const cameBack = round > 0 && shown === loop.from;
  other = compared === undefined || compared > last ? undefined : compared;
  const with_ = other === undefined ? (cameBack ? last : Math.max(0, shown - 1)) : other;
  find('number').textContent = 'State ' + shown + ' of ' + last + where(shown);
  find('where').textContent = shown + ' of ' + last;
  find('name').replaceChildren(...broken(cameBack ? loop.back : names[shown]));
  find('previous').disabled = shown === 0;
  find('next').disabled = shown === last && !goesRound;
  find('other').value = other === undefined ? '' : String(other);
  const only = find('only').checked;
  const rows = places.flatMap((place, index) => {
    const [is, was] = [states[shown][index], states[with_][index]];
    const differs = is !== was;
    if ((is === null && was === null) || (only && !differs)) return [];
    const value = element('td', '');
    if (differs && was !== null) value.append(element('span', 'was', ...broken(was)), ' ');
    if (is !== null) value.append(element('span', differs ? 'is' : '', ...broken(is)));
    return [element('tr', differs ? 'differs' : '', element('td', '', ...broken(place)), value)];
  });
  find('places').replaceChildren(...(rows.length > 0 ? rows : [element('tr', 'quiet', element('td', '', 'nothing differs'))]));
  find('compared').textContent = with_ === shown ? '' : '* differs from state ' + with_;
  const said = truths.map(({ property: name, kind, falseIn, outsideIn = [] }) => {
    const outside = outsideIn.includes(shown);
    const truth = outside ? 'outside its domain' : falseIn.includes(shown) ? 'false' : 'true';
    return { name, kind, truth, isBad: kind === 'invariant' && truth !== 'true' };
  });
  said.sort((a, b) => b.isBad - a.isBad || (b.name === property) - (a.name === property));
  find('truths').replaceChildren(
    ...said.map(({ name, kind, truth, isBad }) =>
      element('tr', isBad ? 'bad' : '', element('td', '', name, element('span', 'quiet', kind === 'reachable' ? ' (witness)' : '')), element('td', '', truth))),
  );
  for (const row of document.querySelectorAll('.steps tr.chosen')) row.classList.remove('chosen');
  const row = find(cameBack ? 'back' : 'state-' + shown);
  row.classList.add('chosen');
  if (scrolls) row.scrollIntoView({ block: 'nearest' });
}

// In the loop, and how often it was gone round.
function where(number) {
  if (loop === null || number < loop.from) return '';
  if (loop.isStuttering) return ', for ever';
  return round === 0 ? ', in the loop' : ', in the loop, round ' + (round + 1);
}

function forward() {
  if (shown < last || !goesRound) return go(shown + 1, other);
  round += 1;
  show(loop.from, other, true);
  note();
}

function back() {
  if (round === 0 || shown !== loop.from) return go(shown - 1, other, true);
  round -= 1;
  show(last, other, true);
  note();
}

function go(number, compared, staysRound) {
  // Whoever jumps about has not gone round; whoever steps has.
  if (loop === null || number < loop.from || (number !== shown + 1 && staysRound !== true)) round = 0;
  show(number, compared, true);
  note();
}

function note() {
  const address = '#state-' + shown + (other === undefined ? '' : '/' + other);
  // Of a page that is a file not every browser lets the history be written.
  try { history.replaceState(null, '', address); } catch { location.replace(address); }
}

function follow() {
  const wanted = '#state-' + shown + (other === undefined ? '' : '/' + other);
  // The page itself may have written it.
  if (location.hash !== wanted) round = 0;
  const [, number = String(last), compared] = /^#state-(\\d+)(?:\\/(\\d+))?$/.exec(location.hash) ?? [];
  show(Number(number), compared === undefined ? undefined : Number(compared), location.hash !== '');
}

const themes = ['system', 'light', 'dark'];
function dress(theme) {
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  find('theme').textContent = 'Colours: ' + theme;
  find('theme').value = theme;
}
function remembered() {
  try { return localStorage.getItem('ballast-theme') ?? 'system'; } catch { return 'system'; }
}
function turn() {
  const theme = themes[(themes.indexOf(find('theme').value) + 1) % themes.length];
  dress(theme);
  try { localStorage.setItem('ballast-theme', theme); } catch { /* A page that may keep nothing is dressed for now. */ }
}

dress(themes.includes(remembered()) ? remembered() : 'system');
find('theme').addEventListener('click', turn);
find('previous').addEventListener('click', back);
find('next').addEventListener('click', forward);
find('where').addEventListener('click', () => {
  const { top } = find('number').getBoundingClientRect();
  const isSeen = top > -1 && top < innerHeight;
  (isSeen ? document.querySelector('.steps tr.chosen') : find('number')).scrollIntoView({ block: isSeen ? 'center' : 'start' });
});
find('only').addEventListener('change', () => go(shown, other));
find('other').addEventListener('change', (event) => go(shown, event.target.value === '' ? undefined : Number(event.target.value)));
document.querySelector('.steps tbody').addEventListener('click', (event) => {
  const row = event.target.closest('tr');
  if (row !== null && event.target.closest('a') === null) go(Number(row.dataset.state), other);
});
addEventListener('hashchange', follow);
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input[type=number]')) return;
  const moves = { ArrowRight: forward, j: forward, ArrowLeft: back, k: back, Home: () => go(0, other), End: () => go(last, other) };
  if (Object.hasOwn(moves, event.key)) moves[event.key]();
  else if (event.key === 'd') find('only').click();
  else if (event.key === 't') turn();
  else return;
  event.preventDefault();
});
follow();
`.trim();
