// The graph of events, handlers and publishers, left to right, with live rates.

import { get } from './api.js';
import { el, empty, pill, replace } from './dom.js';
import * as format from './format.js';

const Box = { width: 206, height: 50, gap: 14, column: 306, margin: 30, top: 46 };
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
    else if (shape !== drawn) replace(canvas, asGraph(part, chosen, choose));
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

function layout({ nodes, edges }) {
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
  const first = nodes.some(node => node.kind === 'entity') ? 1 : 0;
  const last = first + 2 * (1 + Math.max(0, ...depth.values()));
  const columnOf = node => {
    if (node.kind === 'entity') return 0;
    if (node.kind === 'publisher') return last;
    return first + 2 * (depth.get(node.kind === 'event' ? node.id : `event:${node.event}`) ?? 0) + (node.kind === 'event' ? 0 : 1);
  };
  const columns = new Map();
  for (const node of nodes) {
    const column = columnOf(node);
    if (!columns.has(column)) columns.set(column, []);
    columns.get(column).push(node);
  }

  // Each column in the order of what it hangs on, so that edges cross little; a column without a node takes no room.
  const at = new Map();
  let height = 0;
  const order = [...columns.keys()].sort((a, b) => a - b);
  order.forEach((column, index) => {
    const members = columns.get(column);
    const wish = node => {
      const ys = edges.filter(edge => edge.to === node.id && at.has(edge.from)).map(edge => at.get(edge.from).y);
      return ys.length > 0 ? ys.reduce((a, b) => a + b) / ys.length : -1;
    };
    const wishes = new Map(members.map(node => [node.id, wish(node)]));
    members.sort((a, b) => wishes.get(a.id) - wishes.get(b.id) || words(a).localeCompare(words(b)));
    let y = Box.top;
    for (const node of members) {
      y = Math.max(y, wishes.get(node.id));
      at.set(node.id, { x: Box.margin + index * Box.column, y });
      y += Box.height + Box.gap;
    }
    height = Math.max(height, y);
  });

  // What an event brings about stands below one another: the event itself in the middle of it.
  for (const event of events) {
    const own = edges.filter(edge => edge.from === event.id && edge.kind === 'handles').map(edge => at.get(edge.to));
    const column = columns.get(columnOf(event));
    if (own.length < 2 || column.length > 1) continue;
    at.get(event.id).y = (Math.min(...own.map(p => p.y)) + Math.max(...own.map(p => p.y))) / 2;
  }
  return { at, width: 2 * Box.margin + (order.length - 1) * Box.column + Box.width, height: height + Box.margin - Box.gap, columns: order.map(column => columns.get(column)[0].kind) };
}

const edgeKey = edge => `${edge.from}\n${edge.to}`;
const widthOf = edge => 1.5 + Math.min(7, Math.log2(1 + edge.rate));

function asGraph(part, chosen, choose) {
  const { at, width, height, columns } = layout(part);
  const near = chosen && new Set([chosen.id, ...part.edges.filter(edge => edge.from === chosen.id || edge.to === chosen.id).flatMap(edge => [edge.from, edge.to])]);
  const edges = part.edges.map(edge => {
    const from = at.get(edge.from), to = at.get(edge.to);
    const forward = to.x > from.x;
    const [x1, y1, x2, y2] = [from.x + Box.width, from.y + Box.height / 2, forward ? to.x : to.x + Box.width, to.y + Box.height / 2];
    const bend = Math.max(46, Math.abs(x2 - x1) * 0.42);
    const d = forward ? `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` : `M${x1} ${y1} C${x1 + 90} ${y1 + 70} ${x2 + 90} ${y2 + 70} ${x2} ${y2}`;
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
    el('text', { x: 25, y: 21 }, format.clip(words(node), 23)),
    el('text', { class: 'sub', x: 25, y: 38, 'data-sub': true }, subtitle(node, part.edges)),
    el('text', { class: 'sub fails', x: Box.width - 12, y: 38, 'text-anchor': 'end', 'data-fails': true }, node.failed > 0 ? `${format.count(node.failed)} failed` : ''));
  });
  const titles = { entity: 'Entities', event: 'Events', handler: 'Handlers', subscribers: 'Handlers', publisher: 'Publishers' };
  return el('div', { class: 'flow', tabindex: 0, role: 'group', 'aria-label': 'Graph of events, handlers and publishers' },
    el('svg', { width, height, viewBox: `0 0 ${width} ${height}` },
      columns.map((kind, i) => el('text', { class: 'column', x: Box.margin + i * Box.column, y: 26 }, titles[kind])), edges, nodes));
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
