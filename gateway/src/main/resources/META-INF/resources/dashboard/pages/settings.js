// What is set for the whole cluster while it runs, and whether its providers can be reached.
import {html, nothing} from 'lit';
import {call, get} from '../api.js';
import {live} from '../live.js';
import {Page, ask, empty} from '../parts.js';
import {clock, some} from '../words.js';

class Settings extends Page {
  static properties = {providers: {state: true}, checking: {state: true}};

  constructor() {
    super();
    /** @type {any[] | null} */
    this.providers = null;
    this.checking = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.read(async () => { this.providers = (await get('/ops/providers')).data; });
  }

  render() {
    const set = live.rows.settings.get('settings');
    return html`<h1>Settings</h1>${this.said()}
      ${set ? this.form(set) : empty('The gateway has not told the settings yet.')}
      <h2>Providers</h2>
      ${!this.providers ? this.error ? nothing : html`<p class="empty">Loading…</p>`
        : this.providers.length ? this.table(this.providers) : empty('No provider is configured: see providers in spillway.yaml.')}`;
  }

  /** @param {any} set */
  form(set) {
    return html`<form class="fields wide" @submit=${(/** @type {SubmitEvent} */ event) => this.save(event, set)}>
      <label>Fallback <select name="fallback"><option value="true" .selected=${set.fallback}>on: jobs may go on to other tiers</option>
        <option value="false" .selected=${!set.fallback}>off: jobs wait for their first tier</option></select></label>
      <label>Mode: the route of jobs that name none, or default <select name="mode"><option value="" .selected=${set.mode == null}>as the file says</option>
        ${set.modes.map((/** @type {string} */ name) => html`<option .selected=${name === set.mode}>${name}</option>`)}</select></label>
      <label>Backup model behind every route <select name="backup"><option value="" .selected=${set.backup == null}>none</option>
        ${set.backups.map((/** @type {string} */ name) => html`<option .selected=${name === set.backup}>${name}</option>`)}</select></label>
      <p class="actions"><button class="first">Set</button></p></form>
      <p class="quiet">For every gateway, until it is set again; spillway.yaml stays as it is. Jobs that wait already keep their plan. A target,
        or a tier alone (…_only), that a client names is never left for the backup.</p>`;
  }

  /** @param {SubmitEvent} event @param {any} set */
  async save(event, set) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const wanted = {fallback: form.get('fallback') === 'true', mode: form.get('mode') || null, backup: form.get('backup') || null};
    /** @type {Record<string, any>} */
    const change = Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value !== (set[name] ?? null)));
    if (!Object.keys(change).length) {
      this.done = 'Nothing is different.';
    } else if (await ask(`For all jobs from now on: ${this.words(change)}. You can set it back at any time.`, 'Set it')) {
      await this.act(async () => {
        const now = await call('PATCH', '/ops/settings', change);
        live.rows.settings.set('settings', now);
        return `Set: ${this.words(change)}.`;
      });
    }
  }

  /** @param {any} change */
  words(change) {
    return [
      'fallback' in change && `fallback is ${change.fallback ? 'on' : 'off'}`,
      'mode' in change && (change.mode ? `jobs without a route go along ${change.mode}` : 'jobs without a route go where the file says'),
      'backup' in change && (change.backup ? `${change.backup} is behind every route` : 'no route has a backup'),
    ].filter(Boolean).join('; ');
  }

  /** @param {any[]} providers */
  table(providers) {
    return html`<div class="list"><table><thead><tr><th scope="col">Provider</th><th scope="col">Kind</th><th scope="col">Address</th>
      <th scope="col" class="n">Keys</th><th scope="col">As workers found it</th><th scope="col"><span class="quiet">Check</span></th></tr></thead>
      <tbody>${providers.map(each => html`<tr><th scope="row">${each.name}<span class="quiet">${some(each.targets.length, 'target')}</span></th><td>${each.kind}</td>
        <td>${each.address ?? 'none of its own'}</td><td class="n">${each.keys}</td><td>${this.found(each)}</td>
        <td>${each.address ? html`<button ?disabled=${this.checking === each.name} aria-label=${'Check ' + each.name} @click=${() => this.check(each)}>${
          this.checking === each.name ? 'Checking…' : 'Check'}</button>` : nothing}</td></tr>`)}</tbody></table></div>
      <p class="quiet">A check asks for the list of models, from the workers that call the provider: nothing is charged.</p>`;
  }

  /** By the workers' own reports, so that it is as fresh as those. @param {any} provider */
  found(provider) {
    const found = live.all('workers').flatMap(worker => worker.providers
      .filter((/** @type {any} */ each) => each.provider === provider.name)
      .map((/** @type {any} */ each) => ({...each, worker: worker.name})));
    return found.length ? found.map(each => html`<div><span class=${each.state === 'ready' ? 'available' : 'unhealthy'}>${
      each.state === 'ready' ? '● ready' : '▲ ' + each.state.replaceAll('_', ' ')}</span> ${each.detail}
      <span class="quiet">${each.worker}${each.at ? `, ${clock(each.at)}` : ''}</span></div>`) : html`<span class="quiet">no worker has looked</span>`;
  }

  /** @param {any} provider */
  async check(provider) {
    this.checking = provider.name;
    await this.act(async () => {
      const now = await call('POST', `/ops/providers/${encodeURIComponent(provider.name)}/check`);
      const ready = now.checks.filter((/** @type {any} */ each) => each.state === 'ready').length;
      return `${provider.name}: ${ready} of ${some(now.checks.length, 'worker')} found it ready.`;
    });
    this.checking = '';
  }
}
customElements.define('page-settings', Settings);
