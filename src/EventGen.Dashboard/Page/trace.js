// One correlation: what caused what, as a tree with times.

import { get } from './api.js';
import { el, empty, pill, replace } from './dom.js';
import * as format from './format.js';

export function show(main, argument) {
  const id = el('input', { placeholder: 'correlation id, or the id of an emission', 'aria-label': 'Correlation id', size: 42 });
  const body = el('div', {}, el('div', { class: 'card' }, empty('Follow one piece of business', 'Give a correlation id, or choose one in Live or at a dead letter.')));
  const inGraph = el('a', { class: 'button', href: `#/flow/${encodeURIComponent(argument)}`, hidden: true }, 'Show in the graph');
  id.value = argument;
  main.append(el('form', { class: 'head', onsubmit: submit => { submit.preventDefault(); location.hash = `#/trace/${encodeURIComponent(id.value.trim())}`; } },
    el('h1', {}, 'Trace'), id, el('button', { class: 'main' }, 'Follow'), inGraph), body);
  if (!argument) return {};
  let shape = '', isDone = false;
  const refresh = async () => {
    try {
      const trace = await get(`trace/${encodeURIComponent(argument)}`);
      const now = JSON.stringify(trace.events.map(event => [event.id, event.activities.length, event.state, event.deadLetters.length]));
      inGraph.hidden = false;
      if (now !== shape) replace(body, draw(trace));
      shape = now;
    } catch (problem) {
      if (shape === '') replace(body, el('div', { class: 'card' }, empty('Nothing is known of it', problem.message)));
      isDone = problem.status !== 404;
    }
  };
  refresh();
  let ticks = 0;
  return { refresh: async () => { if (!isDone && ++ticks % 2 === 0) await refresh(); } };
}

function draw(trace) {
  const byId = new Map(trace.events.map(event => [event.id, event]));
  const roots = trace.events.filter(event => !byId.has(event.causationId));
  const rows = [];
  const walk = (event, depth, seen) => {
    if (seen.has(event.id)) return;
    rows.push([event, depth]);
    const inner = new Set([...seen, event.id]);
    trace.events.filter(child => child.causationId === event.id).forEach(child => walk(child, depth + 1, inner));
  };
  roots.forEach(root => walk(root, 0, new Set()));
  const times = trace.events.flatMap(event => [format.instant(event.timestamp), ...event.activities.map(activity => format.instant(activity.timestamp))]);
  const first = Math.min(...times), length = Math.max(0.001, Math.max(...times) - first);
  const failures = trace.events.flatMap(event => event.activities).filter(activity => activity.kind === 'failed').length;
  return [
    el('p', { class: 'muted' }, `${trace.events.length} event${trace.events.length === 1 ? '' : 's'} in ${format.ms(length)}, from ${format.moment(trace.events[0].timestamp)}. `, failures > 0 && el('span', { class: 'red' }, `${failures} attempt${failures === 1 ? '' : 's'} failed. `), trace.mayBeIncomplete && 'Some of it may be missing: events that happen very often are sampled, and the oldest are forgotten.'),
    el('div', { class: 'card flush' }, el('ol', { class: 'spans', 'aria-label': 'What caused what' }, rows.map(([event, depth]) => span(event, depth, first, length)))),
  ];
}

function span(event, depth, first, length) {
  const at = text => ((format.instant(text) - first) / length) * 980 + 6;
  const end = event.activities.length > 0 ? Math.max(...event.activities.map(activity => at(activity.timestamp))) : at(event.timestamp);
  return el('li', { '--depth': depth },
    el('div', { class: `what ${depth > 0 ? 'child' : ''}` }, el('a', { href: `#/events/${encodeURIComponent(event.eventId)}` }, el('strong', {}, event.eventId)), ' ', event.state !== 'memory' && pill(event.state.replace('-', ' '), { delivered: 'good', 'dead-letter': 'bad', failed: 'bad' }[event.state] ?? 'event'),
      el('div', { class: 'muted' }, `${format.instant(event.timestamp) > first ? `+${format.ms(format.instant(event.timestamp) - first)}` : `at ${format.time(event.timestamp)}`}${event.source ? ` · from ${event.source}` : ''}`)),
    el('svg', { viewBox: '0 0 1000 20', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      el('line', { class: 'track', x1: 0, x2: 1000, y1: 10, y2: 10 }),
      el('rect', { class: 'mark', x: at(event.timestamp) - 3, y: 3, width: Math.max(6, end - at(event.timestamp)), height: 14, rx: 3, opacity: 0.25 }),
      event.activities.map(activity => el('rect', { class: activity.kind === 'emitted' || activity.kind === 'received' ? 'mark' : activity.kind, x: at(activity.timestamp) - 3, y: 3, width: 6, height: 14, rx: 2 }))),
    el('div', { class: 'steps' }, event.activities.filter(activity => activity.target).map(activity => el('div', {},
      pill(activity.kind, { handled: 'good', published: 'warn', failed: 'bad' }[activity.kind]), ` ${format.short(activity.target)}${activity.durationMs !== undefined ? ` in ${format.ms(activity.durationMs)}` : ''}${activity.attempt > 1 ? `, attempt ${activity.attempt}` : ''}`,
      activity.errorType && el('span', { class: 'red' }, ` ${format.type(activity.errorType)}${activity.error ? `: ${format.clip(activity.error, 200)}` : ''}`), activity.retryInMs !== undefined && ` again in ${format.ms(activity.retryInMs)}`)),
      event.deadLetters.map(letter => el('div', {}, pill('dead letter', 'bad'), ' ', el('a', { href: `#/dead-letters/${letter.id}` }, format.short(letter.target)))),
      event.payload && el('details', {}, el('summary', {}, 'Payload'), el('pre', { tabindex: 0 }, event.payload))));
}
