// Numbers and times as people read them.

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const count = n => (n < 100000 ? plain.format(n) : compact.format(n));

export function rate(n) {
  if (n === 0) return '0';
  if (n < 0.1) return '<0.1';
  return n < 10 ? n.toFixed(1) : count(Math.round(n));
}

export function ms(value) {
  if (value === 0 || value === undefined || value === null) return '–';
  if (value < 1) return `${Math.max(1, Math.round(value * 1000))} µs`;
  if (value < 10) return `${value.toFixed(1)} ms`;
  if (value < 1000) return `${Math.round(value)} ms`;
  return value < 60000 ? `${(value / 1000).toFixed(1)} s` : duration(value / 1000);
}

export function duration(seconds) {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

export const time = text => new Date(text).toLocaleTimeString('en-GB') + '.' + String(new Date(text).getMilliseconds()).padStart(3, '0');

// In milliseconds with their fraction, which Date drops.
export const instant = text => Math.floor(+new Date(text) / 1000) * 1000 + Number(/\.\d+/.exec(text)?.[0] ?? 0) * 1000;

export const moment = text => (text ? new Date(text).toLocaleString('sv-SE') : '–');

// Instances of one application have the same name, and may have different sources.
export const application = ({ application, source }) => (source && source !== application ? `${application} · ${source}` : application);

// EventGen.Samples.Receipts.SendAsync -> Receipts.SendAsync
export const short = name => (/^[\w.]+$/.test(name) ? name.split('.').slice(-2).join('.') : name);

export const type = name => (name ? name.split('.').at(-1) : '–');

export const clip = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
