// What the page knows of the cluster, kept by one stream of events. Nothing polls: whoever shows something listens to
// "change" here and draws again, five times a second at most however much comes.

const KEPT_POINTS = 180;
const KEPT_JOBS = 200;
const PARTS = ['targets', 'routes', 'workers', 'queue', 'settings'];
/** Faster nobody reads; whatever comes in between is drawn together. */
const DRAWN_EVERY_MS = 200;
const BACK_OFF_MS = [500, 1000, 2000, 5000];

class Live extends EventTarget {
  /** @type {Record<string, Map<string, any>>} */
  rows = Object.fromEntries(PARTS.map(part => [part, new Map()]));
  /** @type {any[]} */
  points = [];
  /** @type {Map<string, any>} newest last */
  jobs = new Map();
  /** @type {'connecting' | 'live' | 'stale' | 'lost'} */
  state = 'connecting';
  since = Date.now();
  /** @type {EventSource | null} */
  source = null;
  tries = 0;
  scheduled = false;
  drawn = 0;

  open() {
    this.close();
    const source = new EventSource('/ops/events');
    this.source = source;
    const on = (/** @type {string} */ name, /** @type {(data: any) => void} */ take) =>
      source.addEventListener(name, event => {
        take(JSON.parse(event.data));
        this.changed();
      });
    on('snapshot', news => {
      for (const part of PARTS) {
        this.rows[part].clear();
      }
      this.points = [];
      this.take(news);
    });
    on('changed', news => this.take(news));
    on('figures', points => { this.points = [...this.points, ...points].slice(-KEPT_POINTS); });
    on('jobs', jobs => jobs.forEach((/** @type {any} */ job) => this.job(job)));
    on('stale', () => this.is('stale'));
    source.onerror = () => this.lost();
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  /** @param {any} news */
  take(news) {
    this.tries = 0;
    for (const part of PARTS) {
      for (const name of news.gone[part] ?? []) {
        this.rows[part].delete(name);
      }
      for (const row of news.rows[part] ?? []) {
        this.rows[part].set(row.name && part !== 'workers' ? row.name : row.id, row);
      }
    }
    this.is('live');
  }

  /** @param {any} job */
  job(job) {
    this.jobs.delete(job.id);
    this.jobs.set(job.id, job);
    if (this.jobs.size > KEPT_JOBS) {
      this.jobs.delete(this.jobs.keys().next().value ?? '');
    }
  }

  /** The browser's own reconnecting gives up on an error answer; this one does not. */
  lost() {
    this.close();
    this.is('lost');
    this.changed();
    const pause = BACK_OFF_MS[Math.min(this.tries++, BACK_OFF_MS.length - 1)];
    setTimeout(() => this.again(), pause);
  }

  async again() {
    const answer = await fetch('/session').catch(() => null);
    if (answer?.status === 401) {
      window.dispatchEvent(new Event('session-over'));
    } else if (answer?.ok) {
      this.open();
    } else {
      this.lost();
    }
  }

  /** @param {'connecting' | 'live' | 'stale' | 'lost'} state */
  is(state) {
    if (this.state !== state) {
      this.state = state;
      this.since = Date.now();
    }
  }

  changed() {
    if (!this.scheduled) {
      this.scheduled = true;
      setTimeout(() => requestAnimationFrame(() => {
        this.scheduled = false;
        this.drawn = performance.now();
        this.dispatchEvent(new Event('change'));
      }), Math.max(0, this.drawn + DRAWN_EVERY_MS - performance.now()));
    }
  }

  /** @param {string} part @returns {any[]} */
  all(part) {
    return [...this.rows[part].values()];
  }

  waiting() {
    return this.all('queue').reduce((sum, plan) => sum + plan.waiting, 0);
  }
}

export const live = new Live();
