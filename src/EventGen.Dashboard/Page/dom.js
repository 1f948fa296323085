// Builds elements. Text is only ever set as text, so a hostile name or payload is shown and never run.

const svgNames = new Set(['svg', 'g', 'path', 'rect', 'text', 'circle', 'line', 'title']);

export function el(name, attributes = {}, ...children) {
  const isSvg = svgNames.has(name);
  const element = isSvg ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key.startsWith('--')) element.style.setProperty(key, value);
    else if (value === true) element.setAttribute(key, '');
    else element.setAttribute(key, value);
  }
  append(element, children);
  return element;
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

export function replace(element, ...children) {
  element.replaceChildren();
  return append(element, children);
}

export function table(headings, rows, { label, className = '' } = {}) {
  return el('div', { class: 'scroll' }, el('table', { class: className, 'aria-label': label },
    el('thead', {}, el('tr', {}, headings.map(([text, isNumber]) => (text === '' ? el('td') : el('th', { scope: 'col', class: isNumber ? 'n' : null }, text))))),
    el('tbody', {}, rows)));
}

export const cell = (text, label) => el('td', { class: 'n', 'data-label': label }, text);

export const pill = (text, kind = '') => el('span', { class: `pill ${kind}` }, text);

export const number = (value, text, unit = '', kind = '') => el('div', { class: `number ${kind}` }, el('b', {}, value, unit && el('small', {}, unit)), el('span', {}, text));

export const empty = (title, text) => el('div', { class: 'empty' }, el('strong', {}, title), text);

export function notify(text, isBad = false) {
  const line = el('p', { class: isBad ? 'bad' : null }, text);
  document.getElementById('notice').append(line);
  setTimeout(() => line.remove(), 6000);
}

// A dialog that Escape closes, and that gives the focus back.
export function openDialog(title, body, buttons = []) {
  const dialog = document.getElementById('dialog');
  const close = () => dialog.close();
  replace(dialog,
    el('div', { class: 'dialog-head' }, el('h1', { id: 'dialog-title' }, title), el('button', { onclick: close, 'aria-label': 'Close' }, 'Close')),
    el('div', { class: 'dialog-body' }, body),
    buttons.length > 0 && el('div', { class: 'dialog-foot' }, buttons));
  if (!dialog.open) dialog.showModal();
  return dialog;
}

export function confirmWith(title, text, verb, isDanger = false) {
  return new Promise(resolve => {
    const dialog = openDialog(title, el('p', {}, text), [
      el('button', { onclick: () => dialog.close() }, 'Keep as it is'),
      el('button', { class: isDanger ? 'danger' : 'main', onclick: () => { dialog.returnValue = 'yes'; resolve(true); dialog.close(); } }, verb),
    ]);
    dialog.addEventListener('close', () => resolve(false), { once: true });
  });
}
