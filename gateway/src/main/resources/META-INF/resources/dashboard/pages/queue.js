// What waits, for what, since when.
import {html, nothing} from 'lit';
import {call, get} from '../api.js';
import {live} from '../live.js';
import {Page, ask, empty, mark, until} from '../parts.js';
import {clock, count, now, some, span} from '../words.js';

/** The list is not asked for more often, however fast the queue moves. */
const REST_MS = 2000;

class Queue extends Page {
  static properties = {jobs: {state: true}, more: {state: true}, chosen: {state: true}};

  constructor() {
    super();
    /** @type {any[]} */
    this.jobs = [];
    this.more = false;
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.seen = -1;
  }

  /** The list is asked for again when the number of those that wait has changed. */
  updated() {
    const waiting = live.waiting();
    if (waiting !== this.seen && live.state === 'live' && !this.resting) {
      this.seen = waiting;
      this.resting = setTimeout(() => {
        this.resting = 0;
        this.requestUpdate();
      }, REST_MS);
      this.load();
    }
  }

  load() {
    return this.asked ??= get('/ops/jobs?status=queued&limit=100').then(page => {
      this.jobs = page.data;
      this.more = page.has_more;
      this.chosen = new Set([...this.chosen].filter(id => page.data.some((/** @type {any} */ job) => job.id === id)));
    }, failure => { this.error = failure.message; }).finally(() => { this.asked = null; });
  }

  render() {
    const plans = live.all('queue').filter(plan => plan.waiting > 0);
    return html`<h1>Queue</h1>${this.said()}
      ${plans.length ? this.plans(plans) : empty('Nothing waits.')}
      ${this.jobs.length ? this.table() : nothing}`;
  }

  /** @param {any[]} plans */
  plans(plans) {
    return html`<div class="list"><table><caption>By plan: what is left of a job's route</caption><thead><tr><th scope="col">Targets</th>
      <th scope="col" class="n">Waiting</th><th scope="col" class="n">Oldest</th></tr></thead>
      <tbody>${plans.map(plan => html`<tr><th scope="row">${plan.targets.map((/** @type {string} */ name, /** @type {number} */ place) => html`
          ${place ? '→ ' : ''}<a href=${'#/targets/' + encodeURIComponent(name)}>${name}</a> ${this.target(name)}`)}</th>
        <td class="n">${count(plan.waiting)}</td>
        <td class="n">${plan.oldest_at ? html`<time-since .at=${plan.oldest_at}></time-since>` : '–'}</td></tr>`)}</tbody></table></div>`;
  }

  /** @param {string} name */
  target(name) {
    const target = live.rows.targets.get(name);
    return target ? html`${mark(target.state)} ${until(target.until)}` : html`<span class="quiet">no longer configured</span>`;
  }

  table() {
    return html`<h2>Waiting jobs ${this.more ? html`<span class="quiet">the latest ${this.jobs.length}</span>` : nothing}</h2>
      <p class="actions"><button class="danger" ?disabled=${!this.chosen.size} @click=${this.cancel}>Cancel ${some(this.chosen.size, 'job')}</button>
        <label>Priority of those chosen <select ?disabled=${!this.chosen.size} @change=${this.moveAll}><option value="">as it is</option>
          ${[...Array(10).keys()].map(priority => html`<option>${priority}</option>`)}</select></label></p>
      <div class="list"><table><thead><tr><th scope="col"><input type="checkbox" aria-label="Choose all" .checked=${this.chosen.size === this.jobs.length}
          @change=${(/** @type {any} */ event) => { this.chosen = new Set(event.target.checked ? this.jobs.map(job => job.id) : []); }}></th>
        <th scope="col">Job</th><th scope="col">Model</th><th scope="col">Tenant</th><th scope="col">Priority</th>
        <th scope="col">Waits for</th><th scope="col">Starts about</th><th scope="col" class="n">Since</th></tr></thead>
      <tbody>${this.jobs.map(job => html`<tr><td><input type="checkbox" aria-label=${'Choose ' + job.id} .checked=${this.chosen.has(job.id)}
          @change=${() => this.choose(job.id)}></td>
        <th scope="row"><a href=${'#/jobs/' + job.id}><code>${job.id.slice(-8)}</code></a></th><td>${job.model}</td><td>${job.tenant}</td>
        <td><select aria-label=${'Priority of ' + job.id} @change=${(/** @type {any} */ event) => this.move(job, Number(event.target.value))}>
          ${[...Array(10).keys()].map(priority => html`<option .selected=${priority === job.priority}>${priority}</option>`)}</select></td>
        <td>${job.queue?.waiting_for ?? job.status}</td><td>${clock(job.queue?.estimated_start_at)}</td>
        <td class="n">${span(now() - job.created_at)}</td></tr>`)}</tbody></table></div>`;
  }

  /** @param {string} id */
  choose(id) {
    const chosen = new Set(this.chosen);
    chosen.delete(id) || chosen.add(id);
    this.chosen = chosen;
  }

  /** @param {any} job @param {number} priority */
  move(job, priority) {
    const before = job.priority;
    return this.act(async () => {
      Object.assign(job, await call('PATCH', '/ops/jobs/' + job.id, {priority}));
      return `${job.id} now waits with priority ${priority} (it was ${before}; set it back to undo).`;
    });
  }

  /** @param {Event} event */
  async moveAll(event) {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    const priority = Number(select.value);
    const jobs = this.jobs.filter(job => this.chosen.has(job.id));
    const yes = select.value && await ask(`Give ${some(jobs.length, 'job')} the priority ${priority}? Lower goes sooner. Each can be set back.`, 'Move them');
    select.value = '';
    if (yes) {
      await this.act(async () => {
        const done = await Promise.allSettled(jobs.map(job => call('PATCH', '/ops/jobs/' + job.id, {priority})));
        const failed = done.filter(each => each.status === 'rejected').length;
        this.chosen = new Set();
        await this.load();
        return `${some(jobs.length - failed, 'job')} now ${jobs.length - failed === 1 ? 'waits' : 'wait'} with priority ${priority}${failed ? `, ${failed} could not be moved` : ''}.`;
      });
    }
  }

  async cancel() {
    const ids = [...this.chosen];
    if (await ask(`Cancel ${some(ids.length, 'job')}? Their callers get no answer. This cannot be undone, but a job can be submitted again.`, 'Cancel them')) {
      await this.act(async () => {
        const done = await Promise.allSettled(ids.map(id => call('POST', `/ops/jobs/${id}/cancel`)));
        const failed = done.filter(each => each.status === 'rejected').length;
        this.chosen = new Set();
        await this.load();
        return `${some(ids.length - failed, 'job')} cancelled${failed ? `, ${failed} could not be` : ''}.`;
      });
    }
  }
}
customElements.define('page-queue', Queue);
