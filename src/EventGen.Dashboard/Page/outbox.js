// What waits in the outbox.

import { change, get, query } from './api.js';
import { confirmWith, el, empty, notify, number, pill, replace, table } from './dom.js';
import * as format from './format.js';

export function show(main, argument, shared) {
  const event = el('input', { placeholder: 'order.placed' });
  const state = el('select', {}, ['', 'waiting', 'scheduled', 'leased'].map(name => el('option', { value: name }, name || 'any')));
  const body = el('div');
  let after = '';
  const refresh = async () => draw(await get(`outbox${query({ event: event.value.trim(), state: state.value, after, take: 50 })}`));
  const again = () => refresh().catch(problem => replace(body, el('div', { class: 'card' }, empty('No outbox', problem.message))));
  const act = (method, path, text) => async () => {
    try {
      await change(method, path);
      notify(text);
    } catch (problem) {
      notify(problem.message, true);
    }
    again();
  };
  const cancel = entry => async () => {
    if (await confirmWith('Cancel this event?', `${entry.eventId} is taken back: its remaining targets do not get it.`, 'Cancel the event', true)) await act('DELETE', `outbox/${entry.id}`, 'Taken back.')();
  };
  const draw = page => {
    const oldest = page.status.oldestPending ? Math.max(0, (Date.now() - new Date(page.status.oldestPending)) / 1000) : null;
    replace(body,
      el('div', { class: 'numbers' }, number(format.count(page.status.pending), 'pending'), number(format.count(page.status.scheduled), 'scheduled'), number(format.count(page.status.leased), 'being delivered'),
        number(oldest === null ? '–' : format.duration(oldest), 'oldest pending', '', oldest > 300 ? 'bad' : '')),
      page.status.instances.length > 0 && el('section', { class: 'card flush' }, table([['Instance', false], ['Delivers', true], ['Lease until', false]], page.status.instances.map(instance => el('tr', {},
        el('td', { class: 'wide' }, instance.name), el('td', { class: 'n', 'data-label': 'delivers' }, format.count(instance.leased)),
        el('td', { class: new Date(instance.leaseUntil) < Date.now() ? 'red' : 'muted' }, format.moment(instance.leaseUntil)))), { label: 'Instances', className: 'stack' })),
      page.items.length === 0 ? el('div', { class: 'card' }, nothing(shared.status, event.value.trim() !== '' || state.value !== ''))
        : el('section', { class: 'card flush' }, table([['Event', false], ['State', false], ['Due', false], ['Waits for', false], ['Crashes', true], ['', false]], page.items.map(entry => el('tr', {},
          el('td', { class: 'wide' }, el('a', { class: 'name', href: `#/trace/${entry.id}` }, entry.eventId), el('div', { class: 'muted' }, entry.key ? `key ${entry.key}` : format.moment(entry.timestamp))),
          el('td', {}, pill(entry.state, { leased: 'good', scheduled: 'event' }[entry.state] ?? '')), el('td', { class: 'muted' }, format.moment(entry.due)),
          el('td', { class: 'wide' }, entry.targets.map(target => el('div', {}, format.short(target.name), target.attempts > 0 && el('span', { class: 'red' }, ` ${target.attempts} failed`), target.lastError && el('div', { class: 'muted' }, format.clip(target.lastError, 120))))),
          el('td', { class: `n ${entry.crashes > 0 ? 'red' : ''}`, 'data-label': 'crashes' }, entry.crashes),
          el('td', { class: 'acts' }, entry.state !== 'leased' && Date.parse(entry.due) > Date.now() && el('button', { class: 'change', onclick: act('POST', `outbox/${entry.id}/retry`, 'It is due now.') }, 'Retry now'), ' ', entry.state !== 'leased' && el('button', { class: 'danger change', onclick: cancel(entry) }, 'Cancel')))), { label: 'Outbox', className: 'stack' })),
      el('div', { class: 'head' }, after !== '' && el('button', { onclick: () => { after = ''; again(); } }, 'First page'), page.next && el('button', { onclick: () => { after = page.next; again(); } }, 'Next page')));
  };
  main.append(el('div', { class: 'head' }, el('h1', {}, 'Outbox')),
    el('form', { class: 'filters', 'aria-label': 'Filter', onsubmit: submit => { submit.preventDefault(); after = ''; again(); } }, el('label', { class: 'field' }, 'Event', event), el('label', { class: 'field' }, 'State', state), el('button', {}, 'Filter')), body);
  state.addEventListener('change', () => { after = ''; again(); });
  again();
  let ticks = 0;
  return { refresh: async () => { if (++ticks % 3 === 0 && !body.contains(document.activeElement)) await again(); } };
}

function nothing(status, isFiltered) {
  if (isFiltered) return empty('Nothing waits', 'Nothing that the filter lets through.');
  if (!(status?.deadLetters > 0)) return empty('Nothing waits', status ? 'No event has an attempt left, and there are no dead letters.' : 'No event has an attempt left.');
  return empty('Nothing waits', el('span', {}, 'No event has an attempt left. What could not be delivered is among the ', el('a', { href: '#/dead-letters' }, 'dead letters'), '.'));
}
