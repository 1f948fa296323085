// The queue and its workers, with running charts.

import { chart } from './charts.js';
import { el, number, pill, replace, table } from './dom.js';
import * as format from './format.js';

export function show(main, argument, state) {
  const body = el('div');
  const application = el('span', { class: 'muted' });
  main.append(el('div', { class: 'head' }, el('h1', {}, 'Queue'), application), body);
  const view = {
    refresh: ({ status, history }) => {
      application.textContent = `${format.application(status)} has been up for ${format.duration(status.uptimeSeconds)}`;
      draw(body, status, history);
    },
  };
  if (state.status) view.refresh(state);
  return view;
}

function draw(body, status, history) {
  const { queue } = status;
  const full = queue.length / queue.capacity;
  const of = part => history.map(moment => moment[part]);
  replace(body,
    status.problems.length > 0 && el('ul', { class: 'problems' }, status.problems.map(problem => el('li', {}, problem))),
    el('div', { class: 'numbers' },
      number(format.count(queue.length), 'waiting', `of ${format.count(queue.capacity)}`, full > 0.8 ? 'bad' : ''),
      number(`${queue.busy}`, 'workers busy', `of ${queue.workers}`),
      number(format.ms(queue.oldestWaitMs), 'oldest waits, at most'),
      number(format.count(queue.waitingForKey), 'wait for their key'),
      number(format.count(queue.retrying), 'wait for a retry'),
      number(format.count(status.dropped), 'dropped', '', status.dropped > 0 ? 'bad' : '')),
    el('div', { class: 'grid charts' },
      chart('Queue length', of('length'), format.count),
      chart('Emitted per second', of('emitted'), format.rate),
      status.rates.received.lastQuarter > 0 && chart('Received per second', of('received'), format.rate),
      chart('Handled per second', of('handled'), format.rate, 'good'),
      chart('Failed per second', of('failed'), format.rate, 'bad')),
    el('div', { class: 'grid' },
      el('section', { class: 'card' }, el('h2', {}, 'Fill'),
        el('div', { class: `gauge ${full > 0.8 ? 'bad' : ''}`, role: 'img', 'aria-label': `${Math.round(full * 100)} percent full` }, el('div', { '--w': full })),
        el('p', { class: 'muted' }, `${(full * 100).toFixed(full < 0.1 ? 1 : 0)}% of ${format.count(queue.capacity)}`),
        el('h2', {}, 'Workers'),
        el('ul', { class: 'workers', 'aria-label': `${queue.busy} of ${queue.workers} workers are busy` }, Array.from({ length: Math.min(queue.workers, 200) }, (_, i) => el('li', { class: i < queue.busy ? 'busy' : null }))),
        status.stuckHandlers.length > 0 && el('p', { class: 'red' }, `Stuck: ${status.stuckHandlers.join(', ')}`)),
      el('section', { class: 'card' }, el('h2', {}, 'Rates per second'),
        table([['', false], ['1 s', true], ['1 min', true], ['15 min', true]],
          [['Emitted', status.rates.emitted], ['Received', status.rates.received], ['Handled', status.rates.handled], ['Published', status.rates.published], ['Failed', status.rates.failed]].map(([name, rates]) =>
            el('tr', {}, el('td', {}, name), [rates.lastSecond, rates.lastMinute, rates.lastQuarter].map(rate => el('td', { class: 'n' }, format.rate(rate))))))),
      el('section', { class: 'card' }, el('h2', {}, 'Publishers'),
        status.publishers.length === 0 ? el('p', { class: 'muted' }, 'Nothing leaves this process.')
          : table([['Name', false], ['State', false]], status.publishers.map(publisher => el('tr', {}, el('td', {}, publisher.name),
              el('td', {}, pill(publisher.status, { healthy: 'good', degraded: 'warn' }[publisher.status] ?? 'bad'), publisher.lastError && el('div', { class: 'muted' }, publisher.lastError))))))));
}
