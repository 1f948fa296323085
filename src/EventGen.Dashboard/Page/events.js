// The catalogue of events, one event, and in Development a form that emits one.

import { change, get, query } from './api.js';
import { cell, el, empty, notify, number, openDialog, pill, replace, table } from './dom.js';
import * as format from './format.js';

const pageSize = 50;

export function show(main, id) {
  return id ? showOne(main, id) : showAll(main);
}

function showAll(main) {
  const search = el('input', { type: 'search', placeholder: 'Search events and handlers', 'aria-label': 'Search events and handlers', size: 26 });
  const body = el('div');
  let skip = 0;
  main.append(el('div', { class: 'head' }, el('h1', {}, 'Events'), el('div', { class: 'grow' }), search), body);
  const refresh = async () => {
    const page = await get(`events${query({ search: search.value.trim(), skip, take: pageSize })}`);
    const turn = step => () => { skip += step; refresh().catch(problem => notify(problem.message, true)); };
    replace(body,
      page.items.length === 0 ? el('div', { class: 'card' }, empty('No event here', page.total === 0 ? 'No event or handler has this in its name.' : 'There are no more.')) :
        el('div', { class: 'card flush' }, table([['Event', false], ['Per second', true], ['Emitted', true], ['Received', true], ['p50', true], ['p95', true], ['p99', true], ['Failed', true], ['Handlers and publishers', false]],
          page.items.map(row), { label: 'Events', className: 'stack' })),
      page.total > pageSize && el('div', { class: 'head' }, el('button', { onclick: turn(-pageSize), disabled: skip === 0 }, 'Back'),
        el('span', { class: 'muted' }, `${skip + 1} to ${skip + page.items.length} of ${page.total}`), el('button', { onclick: turn(pageSize), disabled: skip + pageSize >= page.total }, 'On')));
  };
  search.addEventListener('input', () => { skip = 0; refresh().catch(() => {}); });
  refresh().catch(problem => replace(body, empty('No events', problem.message)));
  return { refresh: async () => { if (!body.contains(document.activeElement)) await refresh(); } };
}

// Each handler and publisher of a durable event is delivered by itself, so that only they have a duration: of the event, the slowest one's is shown.
function durationOf(event) {
  if (event.duration.samples > 0) return event.duration;
  return [...event.handlers, ...event.publishers].map(target => target.duration).reduce((slowest, one) => (one.p95 > slowest.p95 ? one : slowest), event.duration);
}

function row(event) {
  const duration = durationOf(event);
  return el('tr', {},
    el('td', { class: 'wide' }, el('a', { class: 'name', href: `#/events/${encodeURIComponent(event.id)}` }, event.id),
      ' ', event.isDurable && pill('durable'), el('div', { class: 'muted' }, event.description)),
    cell(format.rate(event.rate.lastSecond), 'per second'), cell(format.count(event.emitted), 'emitted'), cell(format.count(event.received), 'received'),
    cell(format.ms(duration.p50), 'p50'), cell(format.ms(duration.p95), 'p95'), cell(format.ms(duration.p99), 'p99'),
    el('td', { class: `n ${event.failed > 0 ? 'red' : ''}`, 'data-label': 'failed' }, format.count(event.failed)),
    el('td', { class: 'wide muted' }, [...event.handlers, ...event.publishers].map(target => target.isPublisher ? `→ ${target.name}` : format.short(target.name)).join(', '),
      event.subscribers > 0 && `, ${event.subscribers} at run time`));
}

function showOne(main, id) {
  const body = el('div');
  main.append(body);
  const facts = el('div');
  let isDrawn = false;
  const refresh = async () => {
    const detail = await get(`events/${encodeURIComponent(id)}`);
    if (!isDrawn) replace(body, frame(detail, facts));
    isDrawn = true;
    replace(facts, numbers(detail.event));
  };
  refresh().catch(problem => replace(body, empty('No such event', problem.message)));
  return { refresh: async () => { if (isDrawn) await refresh(); } };
}

function frame(detail, facts) {
  const { event } = detail;
  return [
    el('div', { class: 'head' }, el('h1', {}, event.id), event.version > 1 && pill(`version ${event.version}`), event.isDurable && pill('durable'), event.key && pill(`key ${event.key}`),
      el('div', { class: 'grow' }), detail.canEmit && el('button', { class: 'main', onclick: () => openForm(detail) }, 'Emit one'), el('a', { class: 'button', href: '#/events' }, 'All events')),
    event.description && el('p', {}, event.description), facts,
    el('div', { class: 'grid' },
      el('section', { class: 'card' }, el('h2', {}, 'Parts'), table([['Name', false], ['Type', false], ['', false]],
        detail.fields.map(field => el('tr', {}, el('td', {}, field.name), el('td', { class: 'mono' }, field.type), el('td', { class: 'muted' }, field.required ? 'required' : '')))),
      detail.triggers.length > 0 && [el('h3', {}, 'Fired by changes of'), detail.triggers.map(trigger => el('p', { class: 'mono' }, trigger))],
      el('h3', {}, 'Payload type'), el('p', { class: 'mono' }, detail.payloadType)),
      detail.sample && el('section', { class: 'card' }, el('h2', {}, 'Last payload'), el('pre', { tabindex: 0 }, detail.sample)),
      detail.schema && el('section', { class: 'card' }, el('h2', {}, 'JSON Schema'), el('pre', { tabindex: 0 }, JSON.stringify(detail.schema, null, 2)))),
  ];
}

function numbers(event) {
  const targets = [...event.handlers, ...event.publishers];
  const duration = durationOf(event);
  return [
    el('div', { class: 'numbers' },
      number(format.rate(event.rate.lastSecond), 'per second'), number(format.count(event.emitted), 'emitted'), event.received > 0 && number(format.count(event.received), 'received'),
      duration.samples > 0 && number(format.ms(duration.p95), 'handled within, p95'), event.waiting.samples > 0 && number(format.ms(event.waiting.p95), 'waits for a worker, p95'),
      number(format.count(event.failed), 'failed', '', event.failed > 0 ? 'bad' : ''), event.dropped > 0 && number(format.count(event.dropped), 'dropped', '', 'bad')),
    el('section', { class: 'card flush' }, targets.length === 0 ? empty('Nobody handles it', event.subscribers > 0 ? `But ${event.subscribers} run-time subscribers do.` : '') :
      table([['In order', false], ['Per second', true], ['Attempts', true], ['Failed', true], ['Dead letters', true], ['p50', true], ['p95', true], ['p99', true], ['Last failure', false]],
        targets.map(target => el('tr', {},
          el('td', { class: 'wide' }, el('span', { class: 'name' }, target.name), ' ', target.isPublisher && pill('publisher')),
          cell(format.rate(target.rate.lastSecond), 'per second'), cell(format.count(target.attempts), 'attempts'),
          el('td', { class: `n ${target.failed > 0 ? 'red' : ''}`, 'data-label': 'failed' }, format.count(target.failed)), cell(format.count(target.deadLettered), 'dead letters'),
          cell(format.ms(target.duration.p50), 'p50'), cell(format.ms(target.duration.p95), 'p95'), cell(format.ms(target.duration.p99), 'p99'),
          el('td', { class: 'wide muted' }, target.lastFailure ? `${format.type(target.lastFailure)}, ${format.moment(target.lastFailureAt)}` : ''))), { label: 'Handlers and publishers', className: 'stack' })),
  ];
}

// A field for each part of the schema; what is neither text, number nor yes or no is written as JSON.
function openForm(detail) {
  const sample = detail.sample ? safely(() => JSON.parse(detail.sample)) ?? {} : {};
  const parts = Object.entries(detail.schema?.properties ?? {});
  const fields = parts.map(([name, schema]) => {
    const types = [schema.type].flat();
    const value = sample[name];
    const input = types.includes('boolean') ? el('select', { name }, el('option', {}, 'true'), el('option', {}, 'false'))
      : types.includes('integer') || types.includes('number') ? el('input', { name, inputmode: 'decimal' })
      : types.includes('string') ? el('input', { name }) : el('textarea', { name, rows: 3, class: 'mono' });
    input.value = value === undefined || value === null ? (types.includes('boolean') ? 'false' : '') : typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);
    return { name, types, input, isText: types.includes('string') };
  });
  const whole = el('textarea', { rows: 8, class: 'mono', 'aria-label': 'Payload as JSON' });
  whole.value = detail.sample ?? '{}';
  const send = async () => {
    try {
      const body = fields.length > 0 ? JSON.stringify(Object.fromEntries(fields.filter(field => field.input.value !== '' || field.isText).map(read))) : whole.value;
      await change('POST', `events/${encodeURIComponent(detail.event.id)}/emit`, body);
      document.getElementById('dialog').close();
      notify(`${detail.event.id} is emitted.`);
    } catch (problem) {
      notify(problem.message, true);
    }
  };
  const form = el('form', { class: 'form', onsubmit: event => { event.preventDefault(); send(); } }, fields.length > 0 ? fields.map(field => el('label', { class: 'field' }, field.name, field.input)) : whole, el('button', { hidden: true }));
  openDialog(`Emit ${detail.event.id}`, form, [el('button', { class: 'main', onclick: send }, 'Emit')]);
}

function read({ name, types, input }) {
  const text = input.value;
  if (text === '' && types.includes('null')) return [name, null];
  if (types.includes('string') && !types.includes('number') && !types.includes('integer')) return [name, text];
  const value = safely(() => JSON.parse(text));
  return [name, value === undefined ? text : value];
}

function safely(parse) {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
