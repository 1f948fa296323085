// The tail of what happens: pause, filter, follow one correlation.

import { query } from './api.js';
import { el, empty, pill, replace } from './dom.js';
import * as format from './format.js';

const kept = 300;
const kinds = { emitted: 'event', received: 'event', handled: 'good', published: 'warn', failed: 'bad' };

export function show(main, argument) {
  const event = el('input', { placeholder: 'one event: order.placed' });
  const filter = el('input', { type: 'search', placeholder: 'in any column' });
  const list = el('ol', { class: 'tail', 'aria-label': 'What happens, the newest first' });
  const note = el('p', { class: 'muted', role: 'status' });
  const pause = el('button', { class: 'main', 'aria-pressed': 'false' }, 'Pause');
  let source = null, isPaused = false, lost = 0, skipped = 0, waiting = [], seen = 0;
  event.value = argument;

  const say = () => { note.textContent = `${format.count(seen)} shown${skipped > 0 ? `, ${format.count(skipped)} not sampled` : ''}${lost > 0 ? `, ${format.count(lost)} lost as this page was too slow` : ''}.`; };
  const flush = () => {
    if (isPaused || waiting.length === 0) return;
    const rows = waiting.splice(0).slice(-kept);
    seen += rows.length;
    list.prepend(...rows.reverse().map(draw));
    while (list.children.length > kept) list.lastChild.remove();
    placeholder.hidden = true;
    say();
  };
  const matches = row => filter.value === '' || row.textContent.toLowerCase().includes(filter.value.trim().toLowerCase());
  const draw = activity => {
    const row = activity.gap ? el('li', { class: 'gap' }, `${format.count(activity.gap)} lost here: this page was too slow.`) : line(activity);
    row.hidden = !matches(row);
    return row;
  };
  const open = () => {
    source?.close();
    source = new EventSource(`live${query({ event: event.value.trim() })}`);
    source.addEventListener('activity', message => {
      const activity = JSON.parse(message.data);
      skipped += activity.skipped ?? 0;
      if (isPaused) return;
      waiting.push(activity);
      if (waiting.length > 2 * kept) waiting = waiting.slice(-kept);
    });
    source.addEventListener('gap', message => { const gap = JSON.parse(message.data); lost += gap.lost; waiting.push({ gap: gap.lost }); });
    source.onerror = () => { note.textContent = source.readyState === EventSource.CLOSED ? 'The stream is closed: there is no such event, or there are too many readers.' : 'The stream is interrupted; trying again.'; };
    source.onopen = say;
  };
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.setAttribute('aria-pressed', isPaused);
    pause.textContent = isPaused ? 'Go on' : 'Pause';
  });
  filter.addEventListener('input', () => { for (const row of list.children) row.hidden = !matches(row); });
  const placeholder = el('div', {}, empty('Listening', 'What happens from now on appears here.'));
  main.append(
    el('div', { class: 'head' }, el('h1', {}, 'Live'), el('div', { class: 'grow' }), pause, el('button', { onclick: () => { replace(list); placeholder.hidden = false; } }, 'Clear')),
    el('form', { class: 'filters', 'aria-label': 'Filter', onsubmit: submit => { submit.preventDefault(); replace(list); open(); } }, el('label', { class: 'field' }, 'Event', event), el('label', { class: 'field' }, 'Text', filter), el('button', {}, 'Listen')),
    note, el('div', { class: 'card flush' }, placeholder, list));
  open();
  const timer = setInterval(flush, 250);
  return { leave: () => { source.close(); clearInterval(timer); } };
}

function line(activity) {
  const follow = activity.correlationId ?? activity.id;
  return el('li', {},
    el('span', { class: 'muted' }, format.time(activity.timestamp)), el('span', {}, pill(activity.kind, kinds[activity.kind])),
    el('span', {}, el('a', { href: `#/events/${encodeURIComponent(activity.eventId)}` }, activity.eventId)),
    el('span', {}, activity.target ? format.short(activity.target) : activity.payload ? el('span', { class: 'muted' }, format.clip(activity.payload.replace(/\s+/g, ' '), 140)) : '',
      activity.errorType && el('span', { class: 'red' }, ` ${format.type(activity.errorType)}${activity.error ? `: ${format.clip(activity.error, 120)}` : ''}`), activity.retryInMs !== undefined && el('span', { class: 'muted' }, ` again in ${format.ms(activity.retryInMs)}`)),
    el('span', { class: 'n' }, activity.durationMs === undefined ? '' : format.ms(activity.durationMs)),
    el('span', { class: 'short' }, follow ? el('a', { href: `#/trace/${encodeURIComponent(follow)}`, title: 'Follow' }, follow) : ''));
}
