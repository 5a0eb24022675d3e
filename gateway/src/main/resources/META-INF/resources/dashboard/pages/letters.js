// Jobs given up on. Their requests are fetched only when somebody asks.
import {html, nothing} from 'lit';
import {call, get} from '../api.js';
import {Page, ask, panel} from '../parts.js';
import {clock, some} from '../words.js';

class Letters extends Page {
  static properties = {letters: {state: true}, more: {state: true}, letter: {state: true}, chosen: {state: true}};

  constructor() {
    super();
    /** @type {any[] | null} */
    this.letters = null;
    this.more = false;
    /** @type {any} */
    this.letter = null;
    /** @type {Set<string>} */
    this.chosen = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  updated(/** @type {Map<string, unknown>} */ changed) {
    if (changed.has('item')) {
      this.letter = null;
    }
  }

  /** @param {string} [after] */
  load(after) {
    return this.read(async () => {
      const page = await get('/ops/dead-letters?limit=50' + (after ? '&after=' + encodeURIComponent(after) : ''));
      this.letters = [...(after ? this.letters ?? [] : []), ...page.data];
      this.more = page.has_more;
    });
  }

  render() {
    const chosen = this.letters?.find(letter => letter.id === this.item);
    return html`<h1>Dead letters</h1>${this.said()}
      <div class="split"><div class="list">${!this.letters ? html`<p class="empty">Loading…</p>` : this.letters.length ? this.table(this.letters)
        : html`<p class="empty">Nothing was given up on in the last 30 days.</p>`}
      ${this.more ? html`<p><button @click=${() => this.load(this.letters?.at(-1)?.id)}>Older</button></p>` : nothing}</div>
      ${chosen ? panel(chosen.id.slice(-8), '#/letters', this.one(chosen)) : nothing}</div>`;
  }

  /** @param {any[]} letters */
  table(letters) {
    const jobs = letters.filter(letter => letter.kind === 'job');
    return html`<p class="actions"><button ?disabled=${!this.chosen.size} @click=${this.replayAll}>Replay ${some(this.chosen.size, 'letter')}</button></p>
      <table><thead><tr><th scope="col"><input type="checkbox" aria-label="Choose all" .checked=${jobs.length > 0 && this.chosen.size === jobs.length}
        @change=${(/** @type {any} */ event) => { this.chosen = new Set(event.target.checked ? jobs.map(letter => letter.id) : []); }}></th><th scope="col">Letter</th><th scope="col">Reason</th><th scope="col">Model</th><th scope="col">Tenant</th>
      <th scope="col">Given up</th></tr></thead>
      <tbody>${letters.map(letter => html`<tr aria-selected=${letter.id === this.item}><td>${letter.kind === 'job'
          ? html`<input type="checkbox" aria-label=${'Choose ' + letter.id} .checked=${this.chosen.has(letter.id)} @change=${() => this.choose(letter.id)}>` : nothing}</td>
        <th scope="row"><a href=${'#/letters/' + encodeURIComponent(letter.id)}><code>${letter.id.slice(-8)}</code></a></th>
        <td>${letter.reason.code} ${letter.replayed_as ? html`<span class="quiet">replayed</span>` : nothing}</td><td>${letter.model ?? letter.kind}</td>
        <td>${letter.tenant ?? ''}</td><td>${clock(letter.at)}</td></tr>`)}</tbody></table>`;
  }

  /** @param {any} letter */
  one(letter) {
    return html`<p><strong>${letter.reason.code}</strong>: ${letter.reason.message}</p>
      <dl><dt>Last called on</dt><dd>${letter.target ?? 'nothing'}</dd><dt>Given up</dt><dd>${clock(letter.at)}</dd>
        ${letter.replayed_as ? html`<dt>Replayed as</dt><dd><a href=${'#/jobs/' + letter.replayed_as}><code>${letter.replayed_as}</code></a></dd>` : nothing}</dl>
      <p class="actions">${letter.kind === 'job' ? html`<button class="first" @click=${() => this.replay(letter)}>Replay</button>` : nothing}
        <button @click=${() => this.look(letter)}>Show what was asked</button>
        <button class="danger" @click=${() => this.discard(letter)}>Discard</button></p>
      ${this.letter ? html`<h3>Whole</h3><pre tabindex="0">${JSON.stringify(this.letter.payload, null, 2)}</pre>` : nothing}`;
  }

  /** @param {any} letter */
  look(letter) {
    return this.read(async () => { this.letter = await get('/ops/dead-letters/' + encodeURIComponent(letter.id)); });
  }

  /** @param {string} id */
  choose(id) {
    const chosen = new Set(this.chosen);
    chosen.delete(id) || chosen.add(id);
    this.chosen = chosen;
  }

  async replayAll() {
    const ids = [...this.chosen];
    if (await ask(`Replay ${some(ids.length, 'letter')}? Each becomes a new job, by the routes as they are now; one that was replayed before is not run again.`, 'Replay them')) {
      await this.act(async () => {
        const done = await Promise.allSettled(ids.map(id => call('POST', `/ops/dead-letters/${encodeURIComponent(id)}/replay`)));
        const failed = done.filter(each => each.status === 'rejected').length;
        this.chosen = new Set();
        await this.load();
        return `${some(ids.length - failed, 'letter')} replayed${failed ? `, ${failed} could not be` : ''}.`;
      });
    }
  }

  /** @param {any} letter */
  replay(letter) {
    return this.act(async () => {
      await call('POST', `/ops/dead-letters/${encodeURIComponent(letter.id)}/replay`);
      await this.load();
      return 'Submitted again, by the routes as they are now.';
    });
  }

  /** @param {any} letter */
  async discard(letter) {
    if (await ask('Discard this letter? Its request cannot be had again.', 'Discard it')) {
      await this.act(async () => {
        await call('DELETE', '/ops/dead-letters/' + encodeURIComponent(letter.id));
        await this.load();
        return 'Discarded.';
      });
    }
  }
}
customElements.define('page-letters', Letters);
