// Numbers and states as people read them.

const NUMBER = new Intl.NumberFormat('en');

/** @type {Record<string, {mark: string, word: string}>} */
export const STATES = {
  available: {mark: '●', word: 'available'},
  exhausted: {mark: '◐', word: 'exhausted'},
  unhealthy: {mark: '▲', word: 'unhealthy'},
  disabled: {mark: '○', word: 'disabled'},
  probing: {mark: '◔', word: 'probing'},
};

/** @type {Record<string, string>} */
const KINDS = {
  rate_limited: 'rate limited by the provider',
  quota_exhausted: 'quota used up',
  billing: 'the provider wants to be paid',
  auth: 'key refused',
  overloaded: 'provider overloaded',
  unhealthy: 'calls keep failing',
  operator: 'taken out by hand',
};

/** @param {string | null | undefined} kind */
export const kind = kind => kind ? KINDS[kind] ?? kind : '';

/** @param {number | null | undefined} number */
export const count = number => number == null ? '–' : NUMBER.format(number);

/** @param {number} number @param {string} one @param {string} [many] */
export const some = (number, one, many = one + 's') => `${count(number)} ${number === 1 ? one : many}`;

/** @param {number | null | undefined} seconds epoch */
export const clock = seconds => {
  if (seconds == null) {
    return '–';
  }
  const at = new Date(seconds * 1000);
  const time = at.toLocaleTimeString('en-GB');
  return at.toDateString() === new Date().toDateString() ? time : `${at.toLocaleDateString('en-CA')} ${time}`;
};

/** @param {number} seconds */
export const span = seconds => {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return whole < 600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 60)} min`;
  }
  if (whole < 86400) {
    return `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
  }
  return `${Math.floor(whole / 86400)} d ${Math.floor(whole % 86400 / 3600)} h`;
};

/** @param {number | null | undefined} ms */
export const millis = ms => ms == null ? '–' : ms < 1000 ? `${Math.round(ms)} ms` : span(ms / 1000);

/** US dollars, small ones too. @param {number} dollars */
export const money = dollars => '$' + dollars.toLocaleString('en', {minimumFractionDigits: 2, maximumFractionDigits: dollars < 0.01 ? 6 : dollars < 1 ? 4 : 2});

/** @param {number} bytes */
export const bytes = bytes => bytes < 1 << 20 ? `${Math.round(bytes / 1024)} kB` : bytes < 1 << 30
  ? `${Math.round(bytes / (1 << 20))} MB` : `${(bytes / (1 << 30)).toFixed(1)} GB`;

/** @param {string} id */
export const short = id => id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-6)}` : id;

export const now = () => Date.now() / 1000;
