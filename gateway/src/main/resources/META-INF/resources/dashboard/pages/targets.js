// What can be called, and if not, why and until when; the operator's hand in it.
import {html, nothing} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {call} from '../api.js';
import {live} from '../live.js';
import {Page, ask, empty, mark, panel, until} from '../parts.js';
import {clock, count, kind, millis, money, some} from '../words.js';

/** @type {[string, string, string][]} */
const LIMITS = [['concurrency', 'calls at once', '100000'], ['rpm', 'requests a minute', '10000000'], ['tpm', 'tokens a minute', '1000000000']];

class Targets extends Page {
  static properties = {tried: {state: true}, trying: {state: true}};

  constructor() {
    super();
    /** @type {any} the last test, of whatever target */
    this.tried = null;
    this.trying = '';
  }

  render() {
    const targets = live.all('targets');
    const chosen = targets.find(target => target.name === this.item);
    return html`<h1>Targets</h1>${this.said()}
      <div class="split"><div class="list">${targets.length ? this.table(targets) : empty('No target is configured: see targets in spillway.yaml.')}</div>
      ${chosen ? panel(chosen.name, '#/targets', this.one(chosen)) : this.item && targets.length
        ? panel(this.item, '#/targets', html`<p>There is no such target in the configuration.</p>`) : nothing}</div>`;
  }

  /** @param {any[]} targets */
  table(targets) {
    return html`<table><thead><tr><th scope="col">Target</th><th scope="col">State</th><th scope="col">Pool</th>
        <th scope="col" class="n">Waiting</th><th scope="col" class="n">Running</th></tr></thead>
      <tbody>${targets.map(target => html`<tr aria-selected=${target.name === this.item}>
        <th scope="row"><a href=${'#/targets/' + encodeURIComponent(target.name)}>${target.name}</a>
          ${target.label ? html`<span class="quiet">${target.label}</span>` : nothing}</th>
        <td>${mark(target.state)} ${until(target.until)}</td><td>${target.pool}</td>
        <td class="n"><a href="#/queue">${count(target.waiting)}</a></td>
        <td class="n"><a href=${'#/jobs?status=in_progress&target=' + encodeURIComponent(target.name)}>${count(target.running)}</a></td>
        </tr>`)}</tbody></table>`;
  }

  /** @param {any} target */
  one(target) {
    const out = target.keys.some((/** @type {any} */ key) => key.until != null);
    return html`<p>${mark(target.state)} ${until(target.until)}</p>
      <p class="actions"><button ?disabled=${this.trying === target.name} @click=${() => this.test(target)}>Test with a real call</button>
        ${target.state === 'disabled' ? html`<button class="first" @click=${() => this.enable(target, true)}>Enable</button>`
          : html`<button class="danger" @click=${() => this.enable(target, false)}>Disable</button>`}</p>
      ${this.trying === target.name ? html`<p class="quiet" role="status">Calling; at most half a minute…</p>` : nothing}
      ${this.tried?.target === target.name ? this.result(this.tried) : nothing}
      ${out ? html`<p><button class="first" @click=${() => this.clear(target)}>Clear the exhaustion</button>
        <span class="quiet">${target.until != null ? `${some(target.waiting, 'job')} may go there again; ` : ''}one probe goes first.</span></p>` : nothing}
      <h3>Keys of ${target.provider}</h3>
      <table><thead><tr><th scope="col">Key</th><th scope="col">State</th><th scope="col">Left</th><th scope="col"><span class="quiet">Clear</span></th></tr></thead>
      <tbody>${target.keys.map((/** @type {any} */ key) => html`<tr><th scope="row">${key.number}</th>
        <td>${key.until == null ? key.allowed == null ? 'may be called' : `proving itself, ${some(key.allowed, 'call')} at once` : html`${kind(key.kind)} ${until(key.until)}`}
          ${key.why ? html`<br><span class="quiet">${key.why}</span>` : nothing}</td>
        <td>${this.left(key.requests_remaining, key.requests_reset, 'request')} ${this.left(key.tokens_remaining, key.tokens_reset, 'token')}</td>
        <td>${key.until == null ? nothing : html`<button aria-label=${'Clear key ' + key.number} @click=${() => this.clear(target, key.number)}>Clear</button>`}</td></tr>`)}
      </tbody></table>
      <h3>Take out of service</h3>
      <form class="actions" @submit=${(/** @type {SubmitEvent} */ event) => this.exhaust(event, target)}>
        <label>for <select name="for"><option value="PT5M">5 minutes</option><option value="PT1H">1 hour</option>
          <option value="PT12H">12 hours</option><option value="P7D">7 days</option></select></label>
        <label>because <input name="why" maxlength="500" placeholder="maintenance"></label>
        <button>Take out</button></form>
      <p class="quiet">Running calls go on; jobs go to the next target of their route, or wait.</p>
      <h3>Limits and weight</h3>${keyed(target.name, this.settings(target))}
      <dl><dt>Model</dt><dd>${target.model}</dd><dt>Types</dt><dd>${target.types.join(', ')}</dd>
        <dt>Limits per key</dt><dd>${this.limits(target.limits)}</dd>
        ${target.health ? html`<dt>Health</dt><dd>${target.health.well ? 'well' : 'not well'} at ${clock(target.health.at)}: ${target.health.detail}</dd>` : nothing}</dl>`;
  }

  /** @param {number | null} left @param {number | null} reset @param {string} what */
  left(left, reset, what) {
    return left == null ? nothing : html`${some(left, what)} until ${clock(reset)} `;
  }

  /** @param {any} limits */
  limits(limits) {
    const said = [limits.concurrency && `${some(limits.concurrency, 'call')} at once`, limits.rpm && `${count(limits.rpm)} requests a minute`,
      limits.tpm && `${count(limits.tpm)} tokens a minute`].filter(Boolean);
    return said.join(', ') || 'none configured';
  }

  /** What became of a test; the answer is text, whatever the model says. @param {any} tried */
  result(tried) {
    return html`<section aria-label="Test"><p class=${tried.ok ? 'said' : 'said failed'}>${tried.ok ? 'It answered' : `${tried.outcome}: ${tried.detail}`}${
      tried.took_ms == null ? nothing : `, after ${millis(tried.took_ms)}`}${tried.cost == null ? nothing : `, for ${money(tried.cost)}`}.
      <a href=${'#/jobs/' + tried.job}>The job</a></p>${tried.answer ? html`<pre tabindex="0">${tried.answer}</pre>` : nothing}</section>`;
  }

  /** @param {any} target */
  settings(target) {
    return html`<form class="fields" @submit=${(/** @type {SubmitEvent} */ event) => this.limit(event, target)}>
      ${LIMITS.map(([name, label, most]) => html`<label>${label}, a key
        <input type="number" name=${name} min="1" max=${most} placeholder="no limit" .value=${String(target.limits[name] ?? '')}></label>`)}
      <label>weight where routes are weighted <input type="number" name="weight" min="0" max="1000000" placeholder="as in the file" .value=${String(target.weight ?? '')}></label>
      <p class="actions"><button>Set</button>
        <button type="button" @click=${() => this.change(target, {limits: null, weight: null}, 'is limited as in the file.')}>As in the file</button></p></form>
      <p class="quiet">For every gateway and worker, until they are set again. Empty is what the file says.</p>`;
  }

  /** @param {any} target */
  async test(target) {
    this.trying = target.name;
    this.tried = null;
    await this.act(async () => { this.tried = await call('POST', this.path(target, 'test')); });
    this.trying = '';
  }

  /** @param {any} target @param {boolean} enabled */
  async enable(target, enabled) {
    if (enabled || await ask(`Disable ${target.name}? ${some(target.waiting, 'job')} that may go there will use their next target, or wait,`
      + ' until you enable it again. Running calls go on.', 'Disable it')) {
      await this.change(target, {enabled}, enabled ? 'is enabled; one probe goes first.' : 'is disabled. To undo, enable it.');
    }
  }

  /** @param {SubmitEvent} event @param {any} target */
  limit(event, target) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const number = (/** @type {string} */ name) => form.get(name) === '' ? null : Number(form.get(name));
    // Only what differs: what is left alone goes on following the file.
    const limits = LIMITS.map(([name]) => name).filter(name => number(name) !== target.limits[name]);
    return this.change(target, {
      limits: limits.length ? Object.fromEntries(limits.map(name => [name, number(name)])) : undefined,
      weight: number('weight') === target.weight ? undefined : number('weight'),
    }, 'has these limits now.');
  }

  /** @param {any} target @param {any} change @param {string} said */
  change(target, change, said) {
    return this.act(async () => {
      const done = await call('PATCH', this.path(target), change);
      live.rows.targets.set(done.name, done);
      return `${target.name} ${said}`;
    });
  }

  /** @param {any} target @param {number} [key] */
  clear(target, key) {
    return this.act(async () => {
      const done = await call('DELETE', this.path(target, 'exhaustion') + (key == null ? '' : '?key=' + key));
      live.rows.targets.set(done.target.name, done.target);
      return `${key == null ? target.name : `Key ${key} of ${target.name}`} is back; ${some(done.eligible_jobs, 'job')} became eligible, one probe goes first.`;
    });
  }

  /** @param {SubmitEvent} event @param {any} target */
  async exhaust(event, target) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const {for: time, why} = Object.fromEntries(new FormData(form));
    const yes = await ask(`Take ${target.name} out of service? ${some(target.waiting, 'job')} that may go there will use their`
      + ' next target, or wait. You can clear it at any time.', 'Take out');
    if (yes) {
      await this.act(async () => {
        const done = await call('POST', this.path(target, 'exhaustion'), {for: time, why});
        live.rows.targets.set(done.name, done);
        return `${target.name} is out until ${clock(done.until)}. To undo, clear the exhaustion.`;
      });
    }
  }

  /** @param {any} target @param {string} [what] */
  path(target, what) {
    return `/ops/targets/${target.name.split('/').map(encodeURIComponent).join('/')}${what ? '/' + what : ''}`;
  }
}
customElements.define('page-targets', Targets);
