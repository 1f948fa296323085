// The frame: views by the part of the address after '#', the status that all of them share, one timer.

import { get } from './api.js';
import { el, empty, pill, replace } from './dom.js';
import * as format from './format.js';
import * as flow from './flow.js';
import * as queue from './queue.js';
import * as events from './events.js';
import * as deadLetters from './dead-letters.js';
import * as outbox from './outbox.js';
import * as live from './live.js';
import * as trace from './trace.js';

const views = [
  ['flow', 'Flow', flow],
  ['queue', 'Queue', queue],
  ['events', 'Events', events],
  ['dead-letters', 'Dead letters', deadLetters],
  ['outbox', 'Outbox', outbox],
  ['live', 'Live', live],
  ['trace', 'Trace', trace],
];

const main = document.getElementById('main');
const state = { status: null, history: [] };
let shown = null;

function navigate() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/');
  const view = views.find(([id]) => id === name) ?? views[0];
  const argument = rest.map(decodeURIComponent).join('/');
  shown?.leave?.();
  replace(main);
  document.title = `${view[1]} · EventGen`;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#/${view[0]}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.querySelector('nav a[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  shown = view[2].show(main, argument, state);
}

function showStatus() {
  const { status } = state;
  document.getElementById('product').textContent = status ? `EventGen ${status.version}` : 'EventGen';
  const application = document.getElementById('application');
  application.textContent = application.title = status ? format.application(status) : '';
  const kind = { healthy: 'good', degraded: 'warn', unhealthy: 'bad' }[status?.status] ?? 'bad';
  replace(document.getElementById('health'),
    el('span', { class: `pill dot ${kind}`, title: status?.problems.join(' ') }, status ? status.status[0].toUpperCase() + status.status.slice(1) : 'No answer'));
  document.body.classList.toggle('read-only', status?.canChange === false);
  const link = document.querySelector('nav a[href="#/dead-letters"]');
  link.querySelector('.count')?.remove();
  if (status?.deadLetters > 0) link.append(el('span', { class: 'count' }, format.count(status.deadLetters)));
}

async function tick() {
  if (!document.hidden) {
    try {
      state.status = await get('status');
      state.history.push({
        at: Date.now(), length: state.status.queue.length, busy: state.status.queue.busy,
        emitted: state.status.rates.emitted.lastSecond, received: state.status.rates.received.lastSecond, handled: state.status.rates.handled.lastSecond, failed: state.status.rates.failed.lastSecond,
      });
      if (state.history.length > 180) state.history.shift();
      showStatus();
      await shown?.refresh?.(state);
    } catch (problem) {
      if (problem.status === 0 || problem.status === 403 || problem.status === 401) {
        state.status = null;
        showStatus();
        if (state.history.length === 0) replace(main, empty('Nothing to see', problem.message));
      }
    }
  }
  setTimeout(tick, 1000);
}

replace(document.getElementById('views'), views.map(([id, title]) => el('a', { href: `#/${id}` }, title)));
replace(document.getElementById('health'), pill('…'));
window.addEventListener('hashchange', () => { document.getElementById('dialog').close(); navigate(); main.focus({ preventScroll: true }); window.scrollTo(0, 0); });
navigate();
tick();
