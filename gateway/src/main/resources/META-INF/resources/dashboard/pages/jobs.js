// Jobs of all tenants: found, looked at, cancelled, tried again.
import {html, nothing} from 'lit';
import {call, get} from '../api.js';
import {live} from '../live.js';
import {Page, ask, empty, panel} from '../parts.js';
import {body, local} from '../query.js';
import {story} from '../story.js';
import {clock, count, some, span} from '../words.js';

const STATUSES = ['queued', 'in_progress', 'completed', 'failed', 'cancelled', 'expired'];
const ENDED = ['completed', 'failed', 'cancelled', 'expired'];
const ID = /^job_[0-9a-z]{26}$/;
const FILTERS = ['status', 'model', 'tenant', 'target', 'error', 'created_after', 'created_before'];
/** @type {[string, string][]} */
const TIMES = [['created_after', 'from'], ['created_before', 'to']];

class Jobs extends Page {
  static properties = {list: {state: true}, more: {state: true}, job: {state: true}, loaded: {state: true}, failures: {state: true}};

  constructor() {
    super();
    /** @type {any[]} */
    this.list = [];
    this.more = false;
    /** @type {any} */
    this.job = null;
    this.loaded = false;
    /** @type {{data: any[], complete: boolean} | null} */
    this.failures = null;
    this.asked = '';
    this.shown = '';
  }

  updated() {
    const asked = this.filter().toString();
    if (asked !== this.asked || !this.loaded && !this.loading) {
      this.asked = asked;
      this.load();
    }
    const known = this.item && live.jobs.get(this.item);
    const shown = this.item + (known ? known.status + known.waiting_for + known.target : '');
    if (shown !== this.shown) {
      this.shown = shown;
      this.look();
    }
  }

  filter() {
    const filter = new URLSearchParams();
    for (const [name, value] of this.query) {
      if (value && (FILTERS.includes(name) || name.startsWith('metadata['))) {
        filter.append(name, value);
      }
    }
    return filter;
  }

  /** @param {string} [after] */
  async load(after) {
    const filter = this.filter();
    filter.set('limit', '50');
    if (after) {
      filter.set('after', after);
    }
    this.loading = true;
    await this.read(async () => {
      const page = await get('/ops/jobs?' + filter);
      this.list = after ? [...this.list, ...page.data] : page.data;
      this.more = page.has_more;
      this.last = page.last_id ?? after;
      if (!after) {
        this.failures = this.maybeFailed() ? await get('/ops/jobs/failures?' + this.scope()) : null;
      }
    });
    this.loaded = true;
    this.loading = false;
  }

  maybeFailed() {
    return ['', 'failed'].includes(this.query.get('status') ?? '');
  }

  /** What is asked for, whatever the status. */
  scope() {
    const scope = this.filter();
    scope.delete('status');
    return scope;
  }

  async look() {
    const id = this.item;
    if (!id) {
      this.job = null;
      return;
    }
    const job = await get('/ops/jobs/' + encodeURIComponent(id)).catch(failure => ({id, missing: failure.message}));
    if (id === this.item) {
      this.job = job;
    }
  }

  render() {
    const rows = this.list.map(job => ({...job, ...live.jobs.get(job.id)}));
    const fresh = this.asked ? 0 : [...live.jobs.keys()].filter(id => !rows.some(row => row.id === id) && id > (rows[0]?.id ?? '')).length;
    return html`<h1>Jobs</h1>${this.form()}${this.said()}${this.failed()}
      ${fresh ? html`<p><button @click=${() => this.load()}>Show ${fresh} new</button></p>` : nothing}
      <div class="split"><div class="list">${rows.length ? this.table(rows) : this.loaded ? empty('No job matches. A job is listed as long as its result is kept.')
        : html`<p class="empty">Loading…</p>`}
        ${this.more ? html`<p><button @click=${() => this.load(this.last)}>Older</button></p>` : nothing}</div>
      ${this.item && this.job ? panel(this.item.slice(-8), this.address(''), this.one(this.job)) : nothing}</div>`;
  }

  form() {
    const query = this.query;
    return html`<form class="actions" role="search" @submit=${this.search} .key=${query.toString()}>
      <input type="search" name="text" aria-label="A job's id, or model=, tenant=, target=, error=, metadata[key]=" size="36"
        placeholder="id, or model=… tenant=… error=…" .value=${[...query].filter(([name]) => name !== 'status' && !name.startsWith('created_')).map(pair => pair.join('=')).join(' ')}>
      <select name="status" aria-label="Status" @change=${(/** @type {any} */ event) => event.target.form.requestSubmit()}>
        <option value="">any status</option>${STATUSES.map(status => html`<option .selected=${status === query.get('status')}>${status}</option>`)}</select>
      ${TIMES.map(([name, label]) => html`<label>${label} <input type="datetime-local" name=${name} .value=${local(query.get(name))}></label>`)}
      <button>Search</button></form>`;
  }

  /** Failures by what they ended with, each to be submitted again as a whole. */
  failed() {
    return this.failures?.data.length ? html`<section class="block" aria-label="Failures by error"><div class="list"><table><caption>Failed${
      this.failures.complete ? '' : ', the latest'}, by error</caption><thead><tr><th scope="col">Error</th><th scope="col" class="n">Jobs</th>
      <th scope="col">Latest</th><th scope="col"><span class="quiet">Submit again</span></th></tr></thead>
      <tbody>${this.failures.data.map(group => html`<tr><th scope="row"><a href=${this.only(group)}>${group.error}</a> <span class="quiet">${group.message}</span></th>
        <td class="n">${count(group.count)}</td><td><a href=${this.address(group.last_id)}>${clock(group.last_at)}</a></td>
        <td><button aria-label=${'Submit again all with ' + group.error} @click=${() => this.again(group)}>Submit again…</button></td></tr>`)}</tbody></table></div></section>` : nothing;
  }

  /** @param {any} group */
  only(group) {
    const scope = this.scope();
    scope.set('status', 'failed');
    scope.set('error', group.error);
    return '#/jobs?' + scope;
  }

  /** First how many, then the question, then a hundred at a time. @param {any} group */
  again(group) {
    return this.act(async () => {
      const filter = {...body(this.scope()), status: 'failed', error: group.error};
      const {matched, after} = await call('POST', '/ops/jobs/retry', {filter, dry_run: true});
      if (!await ask(`Submit ${after ? 'more than ' : ''}${some(matched, 'job')} again that failed with ${group.error}? Each becomes a new job, by the`
        + ' routes as they are now, and is paid for again; one that was submitted so within 24 hours is left out.', 'Submit them again')) {
        return '';
      }
      const sum = {jobs: 0, already: 0, refused: 0};
      let place = null;
      do {
        const done = await call('POST', '/ops/jobs/retry', {filter, ...(place ? {after: place} : {})});
        sum.jobs += done.jobs.length;
        sum.already += done.already;
        sum.refused += done.refused;
        place = done.after;
      } while (place);
      await this.load();
      return `${some(sum.jobs, 'job')} submitted again${sum.already ? `, ${count(sum.already)} were before` : ''}${
        sum.refused ? `, ${count(sum.refused)} cannot be` : ''}.`;
    });
  }

  /** @param {SubmitEvent} event */
  search(event) {
    event.preventDefault();
    const {text, status, ...times} = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target)));
    const words = String(text).trim().split(/\s+/).filter(Boolean);
    const query = new URLSearchParams(words.filter(word => word.includes('=')).map(word => /** @type {[string, string]} */ (
      [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)])));
    if (status) {
      query.set('status', String(status));
    }
    for (const [name, time] of Object.entries(times)) {
      if (time) {
        query.set(name, String(Math.floor(new Date(String(time)).getTime() / 1000)));
      }
    }
    const id = words.find(word => ID.test(word));
    location.hash = `#/jobs${id ? '/' + id : ''}${query.size ? '?' + query : ''}`;
  }

  /** @param {string} id */
  address(id) {
    const query = this.query.toString();
    return `#/jobs${id ? '/' + id : ''}${query ? '?' + query : ''}`;
  }

  /** @param {any[]} rows */
  table(rows) {
    return html`<table><thead><tr><th scope="col">Job</th><th scope="col">Status</th><th scope="col">Model</th><th scope="col">Answered by</th>
      <th scope="col">Tenant</th><th scope="col">Accepted</th><th scope="col" class="n">Took</th></tr></thead>
      <tbody>${rows.map(job => html`<tr aria-selected=${job.id === this.item}><th scope="row"><a href=${this.address(job.id)} title=${job.id}><code>${job.id.slice(-8)}</code></a></th>
        <td><span class=${'status ' + job.status}>${job.status.replace('_', ' ')}</span> ${this.code(job.error)}</td><td>${job.model}</td>
        <td>${job.target ?? ''}</td><td>${job.tenant}</td><td>${clock(job.created_at)}</td>
        <td class="n">${job.completed_at ? span(job.completed_at - job.created_at) : ''}</td></tr>`)}</tbody></table>`;
  }

  /** @param {any} error */
  code(error) {
    const code = typeof error === 'string' ? error : error?.code;
    return code ? html`<a class="quiet" href=${'#/jobs?error=' + encodeURIComponent(code)}>${code}</a>` : nothing;
  }

  /** @param {any} job */
  one(job) {
    if (job.missing) {
      return html`<p>${job.missing}</p>`;
    }
    return html`<p><code>${job.id}</code></p>
      <p><span class=${'status ' + job.status}>${job.status.replace('_', ' ')}</span> ${job.model} · ${job.type} · tenant ${job.tenant} · priority ${job.priority}</p>
      <p class="actions">${ENDED.includes(job.status) ? html`<button @click=${() => this.retry(job)}>Submit again</button>`
        : html`<button class="danger" @click=${() => this.cancel(job)}>Cancel</button>`}
        <button @click=${() => this.copy(job)}>Copy as curl</button></p>
      ${story(job)}`;
  }

  /** @param {any} job */
  retry(job) {
    return this.act(async () => {
      const again = await call('POST', `/ops/jobs/${job.id}/retry`);
      // Waited for: what it says of itself must not come after what is said here.
      await this.load();
      location.hash = this.address(again.id);
      return `Submitted again as ${again.id}.`;
    });
  }

  /** @param {any} job */
  async cancel(job) {
    if (await ask('Cancel this job? Its caller gets no answer; a call under way is stopped. It can be submitted again afterwards.', 'Cancel it')) {
      await this.act(async () => {
        this.job = await call('POST', `/ops/jobs/${job.id}/cancel`);
        return `${job.id} is ${this.job.status}.`;
      });
    }
  }

  /** The key is never known here: the shell puts it in. @param {any} job */
  copy(job) {
    return this.act(async () => {
      await navigator.clipboard.writeText(`curl -H "Authorization: Bearer $SPILLWAY_KEY" ${location.origin}/ops/jobs/${job.id}`);
      return 'Copied; set SPILLWAY_KEY in the shell.';
    });
  }
}
customElements.define('page-jobs', Jobs);
