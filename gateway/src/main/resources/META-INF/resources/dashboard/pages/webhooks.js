// Who is told of ended jobs, and whether they listen.
import {html, nothing} from 'lit';
import {Failed, call, get} from '../api.js';
import {Page, panel} from '../parts.js';
import {clock, count} from '../words.js';

class Webhooks extends Page {
  static properties = {endpoints: {state: true}, more: {state: true}, deliveries: {state: true}, foreign: {state: true}};

  constructor() {
    super();
    /** @type {any[] | null} */
    this.endpoints = null;
    this.more = false;
    /** @type {any[] | null} */
    this.deliveries = null;
    this.foreign = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  updated(/** @type {Map<string, unknown>} */ changed) {
    if (changed.has('item')) {
      this.deliveries = null;
      this.foreign = false;
      if (this.item) {
        this.look();
      }
    }
  }

  /** @param {string} [after] */
  load(after) {
    return this.read(async () => {
      const page = await get('/ops/webhooks?limit=100' + (after ? '&after=' + encodeURIComponent(after) : ''));
      this.endpoints = [...(after ? this.endpoints ?? [] : []), ...page.data];
      this.more = page.has_more;
    });
  }

  look() {
    const id = this.item;
    return this.read(async () => {
      try {
        const page = await get(`/v1/webhooks/${encodeURIComponent(id)}/deliveries?limit=50`);
        if (id === this.item) {
          this.deliveries = page.data;
        }
      } catch (failure) {
        if (!(failure instanceof Failed) || failure.status !== 404) {
          throw failure;
        }
        this.foreign = true;
      }
    });
  }

  render() {
    const chosen = this.endpoints?.find(endpoint => endpoint.id === this.item);
    return html`<h1>Webhooks</h1>${this.said()}
      <div class="split"><div class="list">${!this.endpoints ? html`<p class="empty">Loading…</p>` : this.endpoints.length ? this.table(this.endpoints)
        : html`<p class="empty">No endpoint is registered. <code>POST /v1/webhooks</code> registers one; a job names it to have its end told.</p>`}
      ${this.more ? html`<p><button @click=${() => this.load(this.endpoints?.at(-1)?.id)}>More</button></p>` : nothing}</div>
      ${chosen ? panel(chosen.id.slice(-8), '#/webhooks', this.one(chosen)) : nothing}</div>`;
  }

  /** @param {any[]} endpoints */
  table(endpoints) {
    return html`<table><thead><tr><th scope="col">Endpoint</th><th scope="col">Tenant</th><th scope="col">Address</th><th scope="col">Last answer</th>
      <th scope="col" class="n">To be told</th></tr></thead>
      <tbody>${endpoints.map(endpoint => html`<tr aria-selected=${endpoint.id === this.item}><th scope="row"><a href=${'#/webhooks/' + encodeURIComponent(endpoint.id)}><code>${endpoint.id.slice(-8)}</code></a></th>
        <td>${endpoint.tenant}</td><td>${endpoint.url}</td><td>${this.last(endpoint)}</td><td class="n">${count(endpoint.pending)}</td></tr>`)}</tbody></table>`;
  }

  /** @param {any} endpoint */
  last(endpoint) {
    if (!endpoint.enabled) {
      return 'disabled';
    }
    return endpoint.last_attempt_at ? html`${endpoint.last_error ?? endpoint.last_status}
      <span class="quiet">${clock(endpoint.last_attempt_at)}</span>` : 'never told';
  }

  /** @param {any} endpoint */
  one(endpoint) {
    return html`<p><code>${endpoint.id}</code></p>
      <dl><dt>Address</dt><dd>${endpoint.url}</dd><dt>State</dt><dd>${endpoint.enabled ? 'enabled' : 'disabled'}</dd>
        <dt>To be told</dt><dd>${count(endpoint.pending)}${endpoint.next_attempt_at ? html`, the next at ${clock(endpoint.next_attempt_at)}` : nothing}</dd>
        ${endpoint.failures ? html`<dt>Failed in a row</dt><dd>${count(endpoint.failures)}</dd>` : nothing}</dl>
      ${this.foreign ? html`<p class="quiet">What it was told belongs to its tenant: sign in with a key of ${endpoint.tenant} to see it.</p>`
        : html`<p class="actions"><button @click=${() => this.test(endpoint)}>Send a test</button></p>
          <h3>Told</h3>${!this.deliveries ? html`<p class="empty">Loading…</p>` : this.deliveries.length ? html`<ol class="timeline">${this.deliveries.map(each => html`<li>
            <time>${clock(each.created_at)}</time> ${each.type} ${each.state.replace('_', ' ')}
            <span class="quiet">${each.attempts?.at(-1)?.error ?? ''}</span>
            <button aria-label=${'Send again ' + each.id} @click=${() => this.redeliver(each)}>Send again</button></li>`)}</ol>`
          : html`<p class="empty">Nothing yet.</p>`}`}`;
  }

  /** @param {any} endpoint */
  test(endpoint) {
    return this.act(async () => {
      const told = await call('POST', `/v1/webhooks/${encodeURIComponent(endpoint.id)}/test`);
      return told.delivered ? `It answered with ${told.status}.` : `It was not taken: ${told.detail ?? told.status}.`;
    });
  }

  /** @param {any} delivery */
  redeliver(delivery) {
    return this.act(async () => {
      await call('POST', `/v1/webhooks/deliveries/${encodeURIComponent(delivery.id)}/redeliver`);
      await this.look();
      return 'It is sent again now.';
    });
  }
}
customElements.define('page-webhooks', Webhooks);
