// Dead letters: filter, group by cause, open, replay and discard, one or all.

import { change, get, query } from './api.js';
import { confirmWith, el, empty, notify, openDialog, pill, replace, table } from './dom.js';
import * as format from './format.js';

const pageSize = 50;

export function show(main, argument) {
  const filter = { event: el('input', { placeholder: 'order.placed' }), handler: el('input', { placeholder: 'full name' }), kind: el('select', {}, ['', 'handler', 'publisher', 'rejected'].map(kind => el('option', { value: kind }, kind || 'any'))), exception: el('input', { placeholder: 'full name of its type' }) };
  const body = el('div');
  let skip = 0, page = null;
  const values = () => Object.fromEntries(Object.entries(filter).map(([name, input]) => [name, input.value.trim()]));
  const refresh = async () => {
    page = await get(`dead-letters${query({ ...values(), skip, take: pageSize })}`);
    if (page.items.length === 0 && skip > 0) { skip = 0; return refresh(); }
    draw();
  };
  const again = () => refresh().catch(problem => notify(problem.message, true));
  const draw = () => {
    const isFiltered = Object.values(values()).some(value => value !== '');
    replay.disabled = discard.disabled = page.total === 0;
    replay.textContent = isFiltered ? `Replay these ${format.count(page.total)}` : 'Replay all';
    discard.textContent = isFiltered ? `Discard these ${format.count(page.total)}` : 'Discard all';
    const turn = step => () => { skip += step; again(); };
    replace(body,
      page.causes.length > 0 && el('section', { class: 'card flush' }, table([['Cause', false], ['Event', false], ['Number', true], ['Last', false]], page.causes.map(cause => el('tr', {},
        el('td', { class: 'wide' }, el('button', { class: 'text', onclick: () => choose(cause) }, cause.target), el('div', { class: 'muted' }, cause.kind === 'rejected' ? 'rejected message' : cause.exceptionType ?? 'given up')),
        el('td', { class: 'wide' }, cause.eventId || '–'), el('td', { class: 'n', 'data-label': 'number' }, format.count(cause.count)), el('td', { class: 'muted' }, format.moment(cause.lastFailure)))), { label: 'Causes', className: 'stack' })),
      page.items.length === 0 ? el('div', { class: 'card' }, empty('No dead letters', isFiltered ? 'None that the filter lets through.' : 'Nothing has been given up.'))
        : el('section', { class: 'card flush' }, table([['Event', false], ['Handler or publisher', false], ['Failure', false], ['Attempts', true], ['Last failure', false], ['', false]], page.items.map(item => el('tr', {},
          el('td', { class: 'id' }, el('button', { class: 'text name', onclick: () => open(item.id) }, item.eventId || 'unknown'), el('div', { class: 'muted' }, item.kind)),
          el('td', { class: 'wide' }, format.short(item.target)), el('td', { class: 'wide' }, format.type(item.exceptionType), item.reason && el('div', { class: 'muted' }, format.clip(item.reason, 160))),
          el('td', { class: 'n', 'data-label': 'attempts' }, item.attempts), el('td', { class: 'muted' }, format.moment(item.lastFailure)),
          el('td', { class: 'acts' }, el('button', { class: 'change', onclick: () => replayOne(item.id), 'aria-label': `Replay ${item.eventId} of ${format.moment(item.lastFailure)}` }, 'Replay')))), { label: 'Dead letters', className: 'stack' })),
      page.total > pageSize && el('div', { class: 'head' }, el('button', { onclick: turn(-pageSize), disabled: skip === 0 }, 'Back'), el('span', { class: 'muted' }, `${skip + 1} to ${skip + page.items.length} of ${format.count(page.total)}${page.hasMore ? ' and more' : ''}`), el('button', { onclick: turn(pageSize), disabled: skip + pageSize >= page.total }, 'On')));
  };
  const choose = cause => {
    filter.event.value = cause.eventId;
    filter.handler.value = cause.target;
    filter.kind.value = cause.kind;
    filter.exception.value = cause.exceptionType ?? '';
    skip = 0;
    again();
  };
  const replayOne = async id => {
    try {
      const { succeeded, waitsFor } = await change('POST', `dead-letters/${id}/replay`);
      if (waitsFor) notify(`It is being replayed. ${waitsFor}`);
      else notify(succeeded ? 'Replayed: it is a dead letter no more.' : 'It failed again, and is kept.', !succeeded);
    } catch (problem) {
      notify(problem.message, true);
    }
    document.getElementById('dialog').close();
    again();
  };
  const discardOne = async id => {
    if (!await confirmWith('Discard this dead letter?', 'It is removed for good: nobody handles its event any more.', 'Discard it', true)) return;
    try {
      await change('DELETE', `dead-letters/${id}`);
      notify('Discarded.');
    } catch (problem) {
      notify(problem.message, true);
    }
    again();
  };
  const open = async id => {
    try {
      const letter = await get(`dead-letters/${encodeURIComponent(id)}`);
      openDialog(letter.eventId || 'Rejected message', details(letter), [el('button', { class: 'danger change', onclick: () => discardOne(id) }, 'Discard'), el('button', { class: 'main change', onclick: () => replayOne(id) }, 'Replay')]);
    } catch (problem) {
      notify(problem.message, true);
    }
  };
  const many = (kind, method, path, text) => async () => {
    const number = `${format.count(page.total)}${page.hasMore ? ' and more' : ''} dead letter${page.total === 1 ? '' : 's'}`;
    if (!await confirmWith(`${kind} ${number}?`, text, `${kind} ${number}`, kind === 'Discard')) return;
    const given = values();
    const isAll = Object.values(given).every(value => value === '');
    try {
      await follow(await change(method, `${path}${query({ ...given, all: isAll ? 'true' : '' })}`), kind);
    } catch (problem) {
      notify(problem.message, true);
    }
    again();
  };
  const replay = el('button', { class: 'main change', onclick: many('Replay', 'POST', 'dead-letters/replay', 'Each is attempted once more by the handler or publisher that failed, one after the other, the oldest first. Those that fail again are kept.') }, 'Replay all');
  const discard = el('button', { class: 'danger change', onclick: many('Discard', 'DELETE', 'dead-letters', 'They are removed for good: nobody handles their events any more.') }, 'Discard all');
  const clear = el('button', { onclick: () => { Object.values(filter).forEach(input => { input.value = ''; }); skip = 0; again(); } }, 'Clear');
  main.append(
    el('div', { class: 'head' }, el('h1', {}, 'Dead letters'), el('div', { class: 'grow' }), replay, discard),
    el('form', { class: 'filters', 'aria-label': 'Filter', onsubmit: event => { event.preventDefault(); skip = 0; again(); } },
      [['Event', 'event'], ['Handler or publisher', 'handler'], ['Kind', 'kind'], ['Exception', 'exception']].map(([title, name]) => el('label', { class: 'field' }, title, filter[name])), el('button', {}, 'Filter'), clear),
    body);
  filter.kind.addEventListener('change', () => { skip = 0; again(); });
  refresh().catch(problem => replace(body, empty('No dead letters to show', problem.message)));
  if (argument) open(argument);
  let ticks = 0;
  return { refresh: async () => { if (++ticks % 5 === 0 && !body.contains(document.activeElement)) await refresh(); } };
}

async function follow(operation, kind) {
  const bar = el('progress', { max: operation.total ?? 1, value: 0, 'aria-label': 'Progress' });
  const text = el('p', { 'aria-live': 'polite' });
  const cancel = el('button', { onclick: () => change('DELETE', `operations/${operation.id}`).catch(problem => notify(problem.message, true)) }, 'Cancel');
  openDialog(kind === 'Replay' ? 'Replaying' : 'Discarding', [bar, text], [cancel]);
  for (let current = operation; ; current = await get(`operations/${operation.id}`)) {
    if (current.total) bar.max = current.total;
    bar.value = current.done;
    text.textContent = `${format.count(current.done)} of ${current.total ?? '…'}: ${format.count(current.succeeded)} done, ${format.count(current.failed)} failed.`;
    if (current.ended) {
      document.getElementById('dialog').close();
      notify(`${current.state[0].toUpperCase()}${current.state.slice(1)}: ${text.textContent}${current.problem ? ` ${current.problem}` : ''}`, current.state === 'failed' || current.failed > 0);
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 300));
  }
}

function details(letter) {
  const content = letter.content;
  const fact = (name, value) => value && [el('dt', {}, name), el('dd', {}, value)];
  return [
    el('p', {}, pill(letter.kind), ' ', pill(`${letter.attempts} attempt${letter.attempts === 1 ? '' : 's'}`, 'bad')),
    el('dl', { class: 'facts' },
      fact('Failed', letter.target), fact('With', letter.exceptionType), fact('Because', letter.reason), fact('Emitted', format.moment(letter.timestamp)), fact('First failure', format.moment(letter.firstFailure)), fact('Last failure', format.moment(letter.lastFailure)),
      fact('Emission', el('a', { href: `#/trace/${letter.emissionId}` }, letter.emissionId)),
      fact('Correlation', letter.correlationId && el('a', { href: `#/trace/${encodeURIComponent(letter.correlationId)}` }, letter.correlationId)),
      content && [fact('Source', content.source), fact('User', content.userId), fact('Request', content.requestId), fact('Trace', content.traceId), Object.entries(content.headers ?? {}).map(([name, value]) => fact(name, value))]),
    content?.payload && [el('h3', {}, 'Payload'), el('pre', { tabindex: 0 }, content.payload)],
    content?.stackTrace && [el('h3', {}, 'Stack'), el('pre', { tabindex: 0 }, content.stackTrace)],
    !content && el('p', { class: 'muted' }, 'Payload, metadata and stack are not shown: the application has not set ShowPayloads.'),
  ];
}
