// Small running charts.

import { el } from './dom.js';

export function chart(title, points, show, kind = '') {
  const width = 360, height = 100;
  const values = points.length > 1 ? points : [0, 0];
  const top = Math.max(1, ...values) * 1.15;
  const x = i => width - ((values.length - 1 - i) * width) / 119;
  const from = Math.max(0, values.length - 120);
  const steps = values.slice(from).map((value, i) => `${x(i + from).toFixed(1)} ${(height - 2 - (value / top) * (height - 6)).toFixed(1)}`);
  return el('figure', { class: `card chart ${kind}` },
    el('figcaption', {}, el('span', {}, title), el('b', {}, show(values.at(-1)))),
    el('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${title}: now ${show(values.at(-1))}, at most ${show(Math.max(...values))}` },
      el('line', { class: 'base', x1: 0, x2: width, y1: height - 1, y2: height - 1 }),
      el('path', { class: 'area', d: `M${x(from).toFixed(1)} ${height} L${steps.join(' L')} L${width} ${height} Z` }),
      el('path', { class: 'line', d: `M${steps.join(' L')}` })),
    el('div', { class: 'axis' }, el('span', {}, '2 min ago'), el('span', {}, `most ${show(Math.max(...values))}`), el('span', {}, 'now')));
}
