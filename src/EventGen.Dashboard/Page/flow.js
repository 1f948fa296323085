// The graph of events, handlers and publishers, left to right, with live rates.

import { get } from './api.js';
import { el, empty, pill, replace } from './dom.js';
import * as format from './format.js';

const Box = { width: 236, height: 50, gap: 12, group: 30, margin: 30, top: 46 };
const narrow = matchMedia('(max-width: 760px)');

export function show(main) {
  const search = el('input', { type: 'search', placeholder: 'Filter by name', 'aria-label': 'Filter by name' });
  const canvas = el('div', { class: 'card flush' }, empty('Reading the graph', ''));
  const facts = el('div');
  let graph = null, drawn = '', chosen = null;
  main.append(
    el('div', { class: 'head' }, el('h1', {}, 'Flow'),
      el('div', { class: 'legend', 'aria-hidden': 'true' }, [['event', 'event'], ['handler', 'handler'], ['publisher', 'publisher'], ['entity', 'entity, subscribers'], ['failing', 'failing']].map(([key, text]) => el('span', { class: `key-${key}` }, text))),
      el('div', { class: 'grow' }), search),
    canvas, facts);

  const choose = node => {
    chosen = chosen?.id === node.id ? null : node;
    drawn = '';
    draw();
  };
  const draw = () => {
    if (!graph) return;
    const part = select(graph, search.value.trim().toLowerCase());
    const shape = JSON.stringify([narrow.matches, chosen?.id, search.value, part.nodes.map(node => [node.id, node.failureRate > 0]), part.edges.map(edge => [edge.from, edge.to])]);
    if (part.nodes.length === 0) replace(canvas, empty('No event here', graph.nodes.length === 0 ? 'The bus has no events.' : 'No name has this in it.'));
    else if (narrow.matches) replace(canvas, asList(part));
    else if (shape !== drawn) replace(canvas, asGraph(part, canvas.clientWidth, chosen, choose));
    else update(canvas, part);
    drawn = shape;
    replace(facts, chosen && details(graph, part.nodes.find(node => node.id === chosen.id) ?? chosen), part.hidden > 0 && el('p', { class: 'muted' }, `${part.hidden} quieter events are not drawn. Filter to find them.`));
  };
  search.addEventListener('input', draw);
  const onResize = () => { drawn = ''; draw(); };
  narrow.addEventListener('change', onResize);
  const view = {
    refresh: async () => { graph = await get('graph'); draw(); },
    leave: () => narrow.removeEventListener('change', onResize),
  };
  view.refresh().catch(() => {});
  return view;
}

// The busiest 40 events and what hangs on them; all of what a filter finds.
function select(graph, filter) {
  const events = graph.nodes.filter(node => node.kind === 'event');
  const isHit = node => node.name.toLowerCase().includes(filter);
  const hits = new Set(graph.nodes.filter(isHit).flatMap(node => (node.kind === 'event' ? [node.id] : graph.edges.filter(edge => edge.to === node.id || edge.from === node.id).map(edge => (edge.to === node.id ? edge.from : edge.to)))));
  const found = events.filter(event => filter === '' || hits.has(event.id)).sort((a, b) => b.rate - a.rate || a.name.localeCompare(b.name));
  const kept = new Set(found.slice(0, 40).map(event => event.id));
  const edges = graph.edges.filter(edge => (edge.kind === 'causes' ? kept.has(edge.from) && kept.has(edge.to) : kept.has(edge.from) || kept.has(edge.to)));
  const ends = new Set([...kept, ...edges.flatMap(edge => [edge.from, edge.to])]);
  return { nodes: graph.nodes.filter(node => ends.has(node.id)), edges, hidden: found.length - kept.size };
}

const words = node => (node.kind === 'event' || node.kind === 'subscribers' ? node.name : format.short(node.name));

function subtitle(node, edges) {
  const rate = node.kind === 'publisher' ? edges.filter(edge => edge.to === node.id).reduce((sum, edge) => sum + edge.rate, 0) : node.rate;
  const kind = { event: 'emitted', handler: 'handled', publisher: 'published', subscribers: 'told', entity: '' }[node.kind];
  return node.kind === 'entity' ? 'entity' : `${format.rate(rate)}/s ${kind}`;
}

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

  // An event and what it is delivered to are one band: the targets below one another, the event in the middle of them. A publisher is in the band that
  // is met first. Bands of one depth stand below one another, near what causes their events.
  const byId = new Map(nodes.map(node => [node.id, node]));
  const at = new Map(), lanes = new Map();
  const hasEntities = nodes.some(node => node.kind === 'entity');
  const columns = 2 * (1 + Math.max(0, ...depth.values())) + (hasEntities ? 1 : 0);
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
      const targets = edges.filter(edge => edge.from === event.id && edge.kind !== 'causes' && !at.has(edge.to)).map(edge => byId.get(edge.to));
      const size = Math.max(1, targets.length) * (Box.height + Box.gap) - Box.gap;
      y = Math.max(y, wish(event) - size);
      const column = 2 * level + (hasEntities ? 1 : 0);
      targets.forEach((target, i) => at.set(target.id, { x: x(column + 1), y: y + i * (Box.height + Box.gap) }));
      at.set(event.id, { x: x(column), y: y + (size - Box.height) / 2 });
      lanes.set(event.id, y + size + Box.group / 2);
      y += size + Box.group;
    }
    height = Math.max(height, y);
  }
  for (const entity of nodes.filter(node => node.kind === 'entity')) {
    const ys = edges.filter(edge => edge.from === entity.id && at.has(edge.to)).map(edge => at.get(edge.to).y);
    let y = ys.length > 0 ? ys.reduce((a, b) => a + b) / ys.length : Box.top;
    while ([...at.values()].some(other => other.x === x(0) && Math.abs(other.y - y) < Box.height + Box.gap)) y += Box.height + Box.gap;
    at.set(entity.id, { x: x(0), y });
    height = Math.max(height, y + Box.height + Box.group);
  }
  const titles = Array.from({ length: columns }, (_, i) => (hasEntities && i === 0 ? 'Entities' : (i - (hasEntities ? 1 : 0)) % 2 === 0 ? 'Events' : 'Handlers and publishers'));
  return { at, lanes, titles, x, width: x(columns - 1) + Box.width + Box.margin, height: height + Box.margin - Box.group };
}

const edgeKey = edge => `${edge.from} > ${edge.to}`;
const widthOf = edge => 1.5 + Math.min(7, Math.log2(1 + edge.rate));

function way(from, to) {
  const [x1, y1, x2, y2] = [from.x + Box.width, from.y + Box.height / 2, to.x, to.y + Box.height / 2];
  const bend = Math.max(46, Math.abs(x2 - x1) * 0.45);
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

// What an event causes is right of its handlers, or left of it in a circle: the way leads below them.
function wayBelow(from, to, lane) {
  const [x1, y1, x2, y2] = [from.x + Box.width / 2, from.y + Box.height, to.x, to.y + Box.height / 2];
  const isBack = x2 <= from.x;
  const end = isBack ? x2 - 26 : x2 - 50;
  return `M${x1} ${y1} C${x1} ${lane} ${x1} ${lane} ${x1 + (isBack ? -40 : 40)} ${lane} L${end} ${lane} C${end + (isBack ? -30 : 26)} ${lane} ${x2 - 26} ${y2} ${x2} ${y2}`;
}

function asGraph(part, room, chosen, choose) {
  const { at, lanes, titles, x, width, height } = layout(part, room);
  const near = chosen && new Set([chosen.id, ...part.edges.filter(edge => edge.from === chosen.id || edge.to === chosen.id).flatMap(edge => [edge.from, edge.to])]);
  const edges = part.edges.map(edge => {
    const from = at.get(edge.from), to = at.get(edge.to);
    const d = edge.kind === 'causes' ? wayBelow(from, to, lanes.get(edge.from)) : way(from, to);
    const faded = near && !(edge.from === chosen.id || edge.to === chosen.id) ? 'faded' : '';
    return el('g', { 'data-edge': edgeKey(edge), class: faded },
      el('path', { class: `edge ${edge.kind} ${edge.failureRate > 0 ? 'failing' : ''}`, d, 'stroke-width': widthOf(edge) }),
      edge.kind !== 'causes' && el('path', { class: `pulse ${edge.failureRate > 0 ? 'failing' : ''}`, d, visibility: edge.rate > 0 ? 'visible' : 'hidden' }));
  });
  const nodes = part.nodes.map(node => {
    const { x, y } = at.get(node.id);
    const open = event => { if (event.type === 'click' || event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(node); } };
    return el('g', {
      class: `node ${node.kind} ${node.failureRate > 0 ? 'failing' : ''} ${node.isInCircle ? 'circle' : ''} ${chosen?.id === node.id ? 'chosen' : ''} ${near && !near.has(node.id) ? 'faded' : ''}`,
      'data-node': node.id, transform: `translate(${x} ${y})`, tabindex: 0, role: 'button', 'aria-pressed': chosen?.id === node.id ? 'true' : 'false',
      'aria-label': `${node.kind} ${node.name}, ${subtitle(node, part.edges)}${node.failureRate > 0 ? ', failing' : ''}${node.isInCircle ? ', in a circle' : ''}`, onclick: open, onkeydown: open,
    },
    el('title', {}, node.name),
    el('rect', { class: 'box', width: Box.width, height: Box.height, rx: 11 }),
    el('rect', { class: 'mark', x: 10, y: 13, width: 5, height: 24, rx: 2.5 }),
    el('text', { x: 25, y: 21 }, format.clip(words(node), 24)),
    el('text', { class: 'sub', x: 25, y: 38, 'data-sub': true }, subtitle(node, part.edges)),
    el('text', { class: 'sub fails', x: Box.width - 12, y: 38, 'text-anchor': 'end', 'data-fails': true }, node.failed > 0 ? `${format.count(node.failed)} failed` : ''));
  });
  return el('div', { class: 'flow', tabindex: 0, role: 'group', 'aria-label': 'Graph of events, handlers and publishers' },
    el('svg', { width, height, viewBox: `0 0 ${width} ${height}` },
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
    group.querySelector('[data-sub]').textContent = subtitle(node, part.edges);
    group.querySelector('[data-fails]').textContent = node.failed > 0 ? `${format.count(node.failed)} failed` : '';
  }
}

function asList({ nodes, edges }) {
  const byId = new Map(nodes.map(node => [node.id, node]));
  return el('ul', { class: 'tree' }, nodes.filter(node => node.kind === 'event').map(event => el('li', {},
    el('div', { class: 'row' }, el('a', { href: `#/events/${encodeURIComponent(event.name)}` }, el('strong', {}, event.name)), el('span', { class: 'rate' }, `${format.rate(event.rate)}/s`)),
    event.isInCircle && pill('in a circle', 'warn'),
    el('ul', {}, edges.filter(edge => edge.from === event.id).map(edge => el('li', { class: 'row' },
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
      node.failed > 0 && node.event && el('a', { class: 'button', href: '#/dead-letters' }, 'Dead letters')),
    el('ul', {}, ways.map(edge => el('li', {}, `${name(edge.from)} ${edge.kind === 'handles' ? 'is handled by' : edge.kind === 'publishes' ? 'is published to' : edge.kind} ${name(edge.to)}, ${format.rate(edge.rate)} a second`, edge.failureRate > 0 && el('span', { class: 'red' }, ', failing')))));
}
