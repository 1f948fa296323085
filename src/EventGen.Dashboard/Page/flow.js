// The graph of events, handlers and publishers, left to right, with live rates.

import { get, query } from './api.js';
import { el, empty, pill, replace } from './dom.js';
import * as format from './format.js';
import { Box, wayBetween } from './flow-ways.js';

const narrow = matchMedia('(max-width: 760px)');

// How many events are drawn, the busiest; a filter finds the others.
const drawnEvents = 40;

export function show(main, argument) {
  const search = el('input', { type: 'search', placeholder: 'Filter by name', 'aria-label': 'Filter by name' });
  const canvas = el('div', { class: 'card flush' }, empty('Reading the graph', ''));
  const facts = el('div');
  const followed = el('p', { class: 'muted', role: 'status' });
  let graph = null, drawn = '', chosen = null, way = null;
  main.append(
    el('div', { class: 'head' }, el('h1', {}, 'Flow'),
      el('div', { class: 'legend', 'aria-hidden': 'true' }, [['event', 'event'], ['handler', 'handler'], ['publisher', 'publisher'], ['entity', 'entity, subscribers'], ['failing', 'failing']].map(([key, text]) => el('span', { class: `key-${key}` }, text))),
      el('div', { class: 'grow' }), search),
    argument && followed, canvas, facts);

  const choose = node => {
    chosen = chosen?.id === node.id ? null : node;
    drawn = '';
    draw();
  };
  const draw = () => {
    if (!graph) return;
    const marked = chosen ? near(graph, chosen.id) : way;
    const shape = JSON.stringify([narrow.matches, chosen?.id, marked && [...marked], graph.nodes.map(node => node.id), graph.edges.map(edge => [edge.from, edge.to])]);
    if (graph.nodes.length === 0) replace(canvas, empty('No event here', search.value === '' ? 'The bus has no events.' : 'No name has this in it.'));
    else if (narrow.matches) replace(canvas, asList(graph, marked));
    else if (shape !== drawn) replace(canvas, asGraph(graph, canvas.clientWidth, chosen, marked, choose));
    else update(canvas, graph);
    drawn = shape;
    const hidden = graph.events - graph.nodes.filter(node => node.kind === 'event').length;
    replace(facts, chosen && details(graph, graph.nodes.find(node => node.id === chosen.id) ?? chosen), hidden > 0 && el('p', { class: 'muted' }, `${format.count(hidden)} quieter events are not drawn. Filter to find them.`));
  };
  const onResize = () => { drawn = ''; draw(); };
  narrow.addEventListener('change', onResize);
  const view = {
    refresh: async () => {
      graph = await get(`graph${query({ search: search.value.trim(), take: drawnEvents })}`);
      if (argument) way = await follow(argument, graph, followed);
      draw();
    },
    leave: () => narrow.removeEventListener('change', onResize),
  };
  search.addEventListener('input', () => view.refresh().catch(() => {}));
  view.refresh().catch(() => {});
  return view;
}

const near = (graph, id) => new Set([id, ...graph.edges.filter(edge => edge.from === id || edge.to === id).flatMap(edge => [edge.from, edge.to])]);

// The events, handlers and publishers that one correlation id has met.
async function follow(id, graph, note) {
  const back = el('a', { href: '#/flow' }, 'Show all');
  try {
    const trace = await get(`trace/${encodeURIComponent(id)}`);
    const met = new Set();
    for (const { eventId, activities } of trace.events) {
      met.add(`event:${eventId}`);
      for (const { target } of activities.filter(activity => activity.target)) {
        for (const place of [`handler:${eventId}:${target}`, `publisher:${target}`]) if (graph.nodes.some(node => node.id === place)) met.add(place);
      }
    }
    replace(note, 'The way of ', el('a', { href: `#/trace/${encodeURIComponent(id)}` }, id), `: ${format.count(trace.events.length)} event${trace.events.length === 1 ? '' : 's'}. `, back);
    return met;
  } catch (problem) {
    replace(note, `${problem.message} `, back);
    return null;
  }
}

const words = node => (node.kind === 'event' || node.kind === 'subscribers' ? node.name : format.short(node.name));

function subtitle(node) {
  if (node.kind === 'entity') return 'entity';
  if (node.kind !== 'event') return `${format.rate(node.rate)}/s ${{ handler: 'handled', publisher: 'published', subscribers: 'told', transport: 'received' }[node.kind]}`;
  if (node.receivedRate === 0) return `${format.rate(node.rate)}/s emitted`;
  return node.rate > node.receivedRate ? `${format.rate(node.rate)}/s, ${format.rate(node.receivedRate)} received` : `${format.rate(node.receivedRate)}/s received`;
}

const describe = node => `${node.kind} ${node.name}, ${subtitle(node)}${node.failureRate > 0 ? ', failing' : ''}${node.isInCircle ? ', in a circle' : ''}`;

function layout({ nodes, edges }, room) {
  // Events stand right of what causes them; in a circle, where they are met first.
  const depth = new Map();
  const causes = edges.filter(edge => edge.kind === 'causes');
  const into = id => causes.filter(edge => edge.to === id && edge.from !== id);
  const place = (id, path) => {
    if (depth.has(id)) return depth.get(id);
    if (path.has(id)) return 0;
    const before = into(id).map(edge => place(edge.from, new Set([...path, id])) + 1);
    depth.set(id, Math.max(0, ...before));
    return depth.get(id);
  };
  const events = nodes.filter(node => node.kind === 'event');
  events.forEach(event => place(event.id, new Set()));

  // An event and what it is delivered to are one band: the targets below one another, the event in the middle of them. A publisher is right of all
  // events that go to it. Bands of one depth stand below one another, near what causes their events.
  const byId = new Map(nodes.map(node => [node.id, node]));
  const at = new Map(), lanes = new Map(), last = new Map();
  for (const edge of edges.filter(edge => depth.has(edge.from))) last.set(edge.to, Math.max(last.get(edge.to) ?? 0, depth.get(edge.from)));
  const origins = nodes.filter(node => node.kind === 'entity' || node.kind === 'transport');
  const hasOrigins = origins.length > 0;
  const columns = 2 * (1 + Math.max(0, ...depth.values())) + (hasOrigins ? 1 : 0);
  const gap = Math.min(240, Math.max(90, (room - 2 * Box.margin - columns * Box.width) / Math.max(1, columns - 1)));
  const x = column => Box.margin + column * (Box.width + gap);
  let height = 0;
  for (let level = 0; level <= Math.max(0, ...depth.values()); level++) {
    const wish = event => {
      const near = into(event.id).map(edge => lanes.get(edge.from)).filter(y => y !== undefined);
      return near.length > 0 ? near.reduce((a, b) => a + b) / near.length : 0;
    };
    const members = events.filter(event => depth.get(event.id) === level).sort((a, b) => wish(a) - wish(b) || a.name.localeCompare(b.name));
    let y = Box.top;
    for (const event of members) {
      const targets = edges.filter(edge => edge.from === event.id && edge.kind !== 'causes' && !at.has(edge.to) && last.get(edge.to) === level).map(edge => byId.get(edge.to));
      const size = Math.max(1, targets.length) * (Box.height + Box.gap) - Box.gap;
      y = Math.max(y, wish(event) - size);
      const column = 2 * level + (hasOrigins ? 1 : 0);
      targets.forEach((target, i) => at.set(target.id, { x: x(column + 1), y: y + i * (Box.height + Box.gap) }));
      at.set(event.id, { x: x(column), y: y + (size - Box.height) / 2 });
      lanes.set(event.id, y + size + Box.group / 2);
      y += size + Box.group;
    }
    height = Math.max(height, y);
  }
  for (const origin of origins) {
    const ys = edges.filter(edge => edge.from === origin.id && at.has(edge.to)).map(edge => at.get(edge.to).y);
    let y = ys.length > 0 ? ys.reduce((a, b) => a + b) / ys.length : Box.top;
    while ([...at.values()].some(other => other.x === x(0) && Math.abs(other.y - y) < Box.height + Box.gap)) y += Box.height + Box.gap;
    at.set(origin.id, { x: x(0), y });
    height = Math.max(height, y + Box.height + Box.group);
  }
  const titles = Array.from({ length: columns }, (_, i) => (hasOrigins && i === 0 ? (origins.some(node => node.kind === 'transport') ? 'From outside' : 'Entities') : (i - (hasOrigins ? 1 : 0)) % 2 === 0 ? 'Events' : 'Handlers and publishers'));
  return { at, lanes, titles, x, width: x(columns - 1) + Box.width + Box.margin, height: height + Box.margin - Box.group };
}

const edgeKey = edge => `${edge.from} > ${edge.to}`;
const widthOf = edge => 1.5 + Math.min(7, Math.log2(1 + edge.rate));

function asGraph(part, room, chosen, marked, choose) {
  const { at, lanes, titles, x, width, height } = layout(part, room);
  const scale = Math.min(1, Math.max(0.7, room / width));   // smaller than that nobody reads it: it scrolls
  const way = wayBetween([...at.values()]);
  const isMarked = edge => (chosen ? edge.from === chosen.id || edge.to === chosen.id : marked.has(edge.from) && marked.has(edge.to));
  const edges = part.edges.map(edge => {
    const d = way(at.get(edge.from), at.get(edge.to), edge.kind === 'causes' ? lanes.get(edge.from) : null);
    const faded = marked && !isMarked(edge) ? 'faded' : '';
    return el('g', { 'data-edge': edgeKey(edge), class: faded },
      el('path', { class: `edge ${edge.kind} ${edge.failureRate > 0 ? 'failing' : ''}`, d, 'stroke-width': widthOf(edge) }),
      edge.kind !== 'causes' && el('path', { class: `pulse ${edge.failureRate > 0 ? 'failing' : ''}`, d, visibility: edge.rate > 0 ? 'visible' : 'hidden' }));
  });
  const nodes = part.nodes.map(node => {
    const { x, y } = at.get(node.id);
    const open = event => { if (event.type === 'click' || event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(node); } };
    return el('g', {
      class: `node ${node.kind} ${node.failureRate > 0 ? 'failing' : ''} ${node.isInCircle ? 'circle' : ''} ${chosen?.id === node.id ? 'chosen' : ''} ${marked && !marked.has(node.id) ? 'faded' : ''}`,
      'data-node': node.id, transform: `translate(${x} ${y})`, tabindex: 0, role: 'button', 'aria-pressed': chosen?.id === node.id ? 'true' : 'false',
      'aria-label': describe(node), onclick: open, onkeydown: open,
    },
    el('title', {}, node.name),
    el('rect', { class: 'box', width: Box.width, height: Box.height, rx: 11 }),
    el('rect', { class: 'mark', x: 10, y: 13, width: 5, height: 24, rx: 2.5 }),
    el('text', { x: 25, y: 21 }, format.clip(words(node), 24)),
    el('text', { class: 'sub', x: 25, y: 38, 'data-sub': true }, subtitle(node)),
    el('text', { class: 'sub fails', x: Box.width - 12, y: 38, 'text-anchor': 'end', 'data-fails': true }, node.failed > 0 ? `${format.count(node.failed)} failed` : ''));
  });
  return el('div', { class: 'flow', tabindex: 0, role: 'group', 'aria-label': 'Graph of events, handlers and publishers' },
    el('svg', { width: width * scale, height: height * scale, viewBox: `0 0 ${width} ${height}` },
      titles.map((title, i) => el('text', { class: 'column', x: x(i), y: 26 }, title)), edges, nodes));
}

// The same graph with other numbers keeps its elements, and so the focus.
function update(canvas, part) {
  const edges = new Map(part.edges.map(edge => [edgeKey(edge), edge]));
  for (const group of canvas.querySelectorAll('[data-edge]')) {
    const edge = edges.get(group.getAttribute('data-edge'));
    group.querySelector('.edge').setAttribute('stroke-width', widthOf(edge));
    group.querySelector('.edge').classList.toggle('failing', edge.failureRate > 0);
    const pulse = group.querySelector('.pulse');
    pulse?.setAttribute('visibility', edge.rate > 0 ? 'visible' : 'hidden');
    pulse?.classList.toggle('failing', edge.failureRate > 0);
  }
  const nodes = new Map(part.nodes.map(node => [node.id, node]));
  for (const group of canvas.querySelectorAll('[data-node]')) {
    const node = nodes.get(group.getAttribute('data-node'));
    group.classList.toggle('failing', node.failureRate > 0);
    group.classList.toggle('circle', node.isInCircle);
    group.setAttribute('aria-label', describe(node));
    group.querySelector('[data-sub]').textContent = subtitle(node);
    group.querySelector('[data-fails]').textContent = node.failed > 0 ? `${format.count(node.failed)} failed` : '';
  }
}

function asList({ nodes, edges }, marked) {
  const byId = new Map(nodes.map(node => [node.id, node]));
  return el('ul', { class: 'tree' }, nodes.filter(node => node.kind === 'event' && (!marked || marked.has(node.id))).map(event => el('li', {},
    el('div', { class: 'row' }, el('a', { href: `#/events/${encodeURIComponent(event.name)}` }, el('strong', {}, event.name)), el('span', { class: 'rate' }, `${format.rate(event.rate)}/s`)),
    event.isInCircle && pill('in a circle', 'warn'),
    edges.filter(edge => edge.to === event.id && edge.kind === 'receives').map(edge => el('div', { class: 'row muted' }, el('span', {}, `from ${byId.get(edge.from).name}`), el('span', { class: 'rate' }, `${format.rate(edge.rate)}/s`))),
    el('ul', {}, edges.filter(edge => edge.from === event.id && (!marked || marked.has(edge.to))).map(edge => el('li', { class: 'row' },
      el('span', {}, el('span', { class: `kind key-${byId.get(edge.to).kind === 'subscribers' ? 'entity' : byId.get(edge.to).kind}` }), edge.kind === 'causes' ? `causes ${byId.get(edge.to).name}` : words(byId.get(edge.to)), edge.failureRate > 0 && el('span', { class: 'red' }, ' failing')),
      el('span', { class: 'rate' }, `${format.rate(edge.rate)}/s`)))))));
}

function details(graph, node) {
  const ways = graph.edges.filter(edge => edge.from === node.id || edge.to === node.id);
  const name = id => graph.nodes.find(other => other.id === id)?.name ?? id;
  return el('section', { class: 'card', 'aria-live': 'polite' },
    el('div', { class: 'head' }, el('h2', {}, node.name), pill(node.kind, node.kind === 'event' ? 'event' : ''), node.isInCircle && pill('in a circle', 'warn'), node.failed > 0 && pill(`${format.count(node.failed)} failed`, 'bad'),
      el('div', { class: 'grow' }),
      node.event && el('a', { class: 'button', href: `#/events/${encodeURIComponent(node.event)}` }, 'Open event'),
      node.failed > 0 && el('a', { class: 'button', href: '#/dead-letters' }, 'Dead letters')),
    el('ul', {}, ways.map(edge => el('li', {}, `${name(edge.from)} ${{ handles: 'is handled by', publishes: 'is published to', receives: 'brings' }[edge.kind] ?? edge.kind} ${name(edge.to)}, ${format.rate(edge.rate)} a second`, edge.failureRate > 0 && el('span', { class: 'red' }, ', failing')))));
}
