// Whose jobs these are: shares, quotas, keys, and what they have used this month.
import {html, nothing, svg} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {call, get} from '../api.js';
import {Page, ask, panel} from '../parts.js';
import {clock, count, money} from '../words.js';

/** Those that are set in the page; what else the API has set of a quota stays. */
const LIMITS = ['requests_per_minute', 'tokens_per_day', 'cost_per_month', 'concurrent_jobs', 'waiting_jobs'];
const DAYS = 31;

class Tenants extends Page {
  static properties = {tenants: {state: true}, usage: {state: true}, keys: {state: true}, models: {state: true}, days: {state: true}, made: {state: true}};

  constructor() {
    super();
    /** @type {any[] | null} */
    this.tenants = null;
    /** @type {Map<string, any>} */
    this.usage = new Map();
    /** @type {any[] | null} */
    this.keys = null;
    /** @type {any[]} */
    this.models = [];
    /** @type {any[]} */
    this.days = [];
    this.made = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  updated(/** @type {Map<string, unknown>} */ changed) {
    if (changed.has('item')) {
      this.keys = null;
      this.models = [];
      this.days = [];
      this.made = '';
      if (this.item) {
        this.look();
      }
    }
  }

  load() {
    return this.read(async () => {
      const [tenants, usage] = await Promise.all([get('/ops/tenants'), get('/ops/usage?by=tenant')]);
      this.usage = new Map(usage.data.map((/** @type {any} */ row) => [row.tenant, row]));
      this.tenants = tenants.data;
    });
  }

  look() {
    const id = this.item;
    return this.read(async () => {
      const [keys, usage, days] = await Promise.all([
        get(`/ops/tenants/${encodeURIComponent(id)}/keys`), get('/ops/usage?by=tenant,model'), get('/ops/usage?by=tenant,day')]);
      if (id === this.item) {
        const own = (/** @type {any} */ row) => row.tenant === id;
        this.keys = keys.data;
        this.models = usage.data.filter(own);
        this.days = days.data.filter(own);
      }
    });
  }

  render() {
    const chosen = this.tenants?.find(tenant => tenant.id === this.item);
    return html`<h1>Tenants</h1>
      <form class="actions" @submit=${this.create}><input name="name" required maxlength="100" aria-label="Name of the new tenant" placeholder="name">
        <button>Add a tenant</button> <a class="button" href="/ops/usage?by=tenant,key,model,day&format=csv" download="usage.csv">Usage of this month as CSV</a></form>
      ${this.said()}
      <div class="split"><div class="list">${this.tenants ? this.table(this.tenants) : html`<p class="empty">Loading…</p>`}</div>
      ${chosen ? panel(chosen.name, '#/tenants', this.one(chosen)) : nothing}</div>`;
  }

  /** @param {any[]} tenants */
  table(tenants) {
    return html`<table><thead><tr><th scope="col">Tenant</th><th scope="col" class="n">Weight</th><th scope="col">Region</th><th scope="col">Quota</th>
      <th scope="col" class="n">Calls</th><th scope="col" class="n">Cost</th></tr></thead>
      <tbody>${tenants.map(tenant => html`<tr aria-selected=${tenant.id === this.item}><th scope="row"><a href=${'#/tenants/' + encodeURIComponent(tenant.id)}>${tenant.name}</a></th>
        <td class="n">${tenant.weight}</td><td>${tenant.region ?? ''}</td><td>${limits(tenant.quota).length ? 'limited' : 'none'}</td>
        <td class="n">${count(this.usage.get(tenant.id)?.calls ?? 0)}</td><td class="n">${money(this.usage.get(tenant.id)?.cost ?? 0)}</td></tr>`)}</tbody></table>`;
  }

  /** @param {any} tenant */
  one(tenant) {
    return html`<p><code>${tenant.id}</code></p>
      <dl><dt>Weight</dt><dd>${tenant.weight}</dd>${tenant.region ? html`<dt>Region</dt><dd>${tenant.region}, ${tenant.residency}</dd>` : nothing}
        ${limits(tenant.quota).map(([name, value]) => html`<dt>${name.replaceAll('_', ' ')}</dt><dd>${value}</dd>`)}</dl>
      <h3>Share and quota</h3>${keyed(tenant.id, this.quota(tenant))}
      <h3>Keys</h3>
      ${this.made ? html`<p role="status">This key is shown this once: <code class="key">${this.made}</code></p>` : nothing}
      <p class="actions"><button @click=${() => this.make(tenant)}>Make a key</button></p>
      ${!this.keys ? html`<p class="empty">Loading…</p>` : this.keys.length ? html`<table><thead><tr><th scope="col">Key</th><th scope="col">May</th>
        <th scope="col">Last used</th><th scope="col"><span class="quiet">Revoke</span></th></tr></thead><tbody>${this.keys.map(key => html`<tr><th scope="row"><code title=${key.id}>${key.id.slice(-8)}</code></th>
        <td>${key.scopes.join(', ')}${key.expires_at ? html` <span class="quiet">until ${clock(key.expires_at)}</span>` : nothing}</td>
        <td>${key.last_used_at ? clock(key.last_used_at) : 'never'}</td>
        <td><button class="danger" aria-label=${'Revoke ' + key.id} @click=${() => this.revoke(tenant, key)}>Revoke</button></td></tr>`)}</tbody></table>`
        : html`<p class="empty">No key.</p>`}
      ${this.models.length ? html`<h3>This month</h3>${this.chart()}<table><thead><tr><th scope="col">Model</th><th scope="col" class="n">Calls</th>
        <th scope="col" class="n">Tokens in</th><th scope="col" class="n">out</th><th scope="col" class="n">Cost</th></tr></thead>
        <tbody>${this.models.map(row => html`<tr><th scope="row">${row.model}</th><td class="n">${count(row.calls)}</td><td class="n">${count(row.input_tokens)}</td>
        <td class="n">${count(row.output_tokens)}</td><td class="n">${money(row.cost)}</td></tr>`)}</tbody></table>` : nothing}`;
  }

  /** Cost by day of this month, UTC; what has no price shows its calls. */
  chart() {
    const priced = this.days.some(day => day.cost > 0);
    const height = (/** @type {any} */ day) => priced ? day.cost : day.calls;
    const most = Math.max(...this.days.map(height));
    const said = this.days.map(day => `${day.day} ${priced ? money(day.cost) : count(day.calls)}`).join(', ');
    return html`<figure><figcaption>${priced ? 'Cost' : 'Calls'} by day <span class="latest">most ${priced ? money(most) : count(most)}</span></figcaption>
      <svg class="days" viewBox="0 0 310 60" preserveAspectRatio="none" role="img" aria-label=${said}>${[...Array(DAYS).keys()].map(n => {
        const day = this.days.find(each => Number(each.day.slice(-2)) === n + 1);
        const tall = day ? Math.max(1, 58 * height(day) / most) : 0;
        return svg`<rect x=${n * 10} y=${60 - tall} width="8" height=${tall}></rect>`;
      })}</svg></figure>`;
  }

  /** @param {any} tenant */
  quota(tenant) {
    return html`<form class="fields" @submit=${(/** @type {SubmitEvent} */ event) => this.limit(event, tenant)}>
      <label>weight <input type="number" name="weight" min="0.1" max="100" step="0.1" required .value=${String(tenant.weight)}></label>
      ${LIMITS.map(name => html`<label>${name.replaceAll('_', ' ')} <input type="number" name=${name} min="0" step=${name.startsWith('cost') ? 'any' : '1'}
        placeholder="no limit" .value=${String(tenant.quota[name] ?? '')}></label>`)}
      <label>a job over a limit <select name="policy"><option value="wait" .selected=${tenant.quota.policy !== 'reject'}>waits</option>
        <option value="reject" .selected=${tenant.quota.policy === 'reject'}>is refused</option></select></label>
      <p class="actions"><button>Set</button></p></form>`;
  }

  /** @param {SubmitEvent} event @param {any} tenant */
  limit(event, tenant) {
    event.preventDefault();
    const {weight, policy, ...given} = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target)));
    const quota = {...tenant.quota, policy};
    for (const [name, value] of Object.entries(given)) {
      quota[name] = value === '' ? null : Number(value);
    }
    return this.act(async () => {
      await call('PATCH', '/ops/tenants/' + encodeURIComponent(tenant.id), {weight: Number(weight), quota});
      await this.load();
      return `${tenant.name} has a weight of ${weight} and this quota now, for jobs that are accepted from now on.`;
    });
  }

  /** @param {SubmitEvent} event */
  async create(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    await this.act(async () => {
      const tenant = await call('POST', '/ops/tenants', {name: String(new FormData(form).get('name'))});
      form.reset();
      await this.load();
      location.hash = '#/tenants/' + encodeURIComponent(tenant.id);
      return `${tenant.name} is there, with a weight of ${tenant.weight} and no quota.`;
    });
  }

  /** @param {any} tenant */
  make(tenant) {
    return this.act(async () => {
      const key = await call('POST', `/ops/tenants/${encodeURIComponent(tenant.id)}/keys`, {scopes: ['submit', 'read']});
      await this.look();
      this.made = key.key;
    });
  }

  /** @param {any} tenant @param {any} key */
  async revoke(tenant, key) {
    if (await ask(`Revoke ${key.id}? Whoever uses it is refused within a second. Its jobs go on.`, 'Revoke it')) {
      await this.act(async () => {
        await call('DELETE', `/ops/tenants/${encodeURIComponent(tenant.id)}/keys/${encodeURIComponent(key.id)}`);
        await this.look();
        return `${key.id} is revoked.`;
      });
    }
  }
}
customElements.define('page-tenants', Tenants);

/** @param {Record<string, unknown>} quota @returns {[string, unknown][]} */
const limits = quota => Object.entries(quota).filter(([name, value]) => value != null && name !== 'policy');
