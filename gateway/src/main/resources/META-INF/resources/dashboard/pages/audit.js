// Who has changed what, newest first.
import {html, nothing} from 'lit';
import {get} from '../api.js';
import {Page, panel} from '../parts.js';
import {clock} from '../words.js';

class Audit extends Page {
  static properties = {entries: {state: true}, more: {state: true}};

  constructor() {
    super();
    /** @type {any[] | null} */
    this.entries = null;
    this.more = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  /** @param {string} [after] */
  load(after) {
    return this.read(async () => {
      const page = await get('/ops/audit?limit=50' + (after ? '&after=' + encodeURIComponent(after) : ''));
      this.entries = [...(after ? this.entries ?? [] : []), ...page.data];
      this.more = page.has_more;
    });
  }

  render() {
    const chosen = this.entries?.find(entry => entry.id === this.item);
    return html`<h1>Audit</h1>${this.said()}
      <div class="split"><div class="list">${!this.entries ? html`<p class="empty">Loading…</p>` : this.entries.length ? this.table(this.entries)
        : html`<p class="empty">No operator has changed anything yet.</p>`}
      ${this.more ? html`<p><button @click=${() => this.load(this.entries?.at(-1)?.id)}>Older</button></p>` : nothing}</div>
      ${chosen ? panel(clock(chosen.at), '#/audit', this.one(chosen)) : nothing}</div>`;
  }

  /** @param {any[]} entries */
  table(entries) {
    return html`<table><thead><tr><th scope="col">When</th><th scope="col">Key</th><th scope="col">Tenant</th><th scope="col">What</th></tr></thead>
      <tbody>${entries.map(entry => html`<tr aria-selected=${entry.id === this.item}><th scope="row"><a href=${'#/audit/' + encodeURIComponent(entry.id)}>${clock(entry.at)}</a></th>
        <td><code title=${entry.key}>${entry.key.slice(-12)}</code></td><td>${entry.tenant}</td><td>${entry.method} ${entry.path}</td></tr>`)}</tbody></table>`;
  }

  /** @param {any} entry */
  one(entry) {
    return html`<p>${entry.method} <code>${entry.path}</code>, answered with ${entry.status}</p>
      <dl><dt>By</dt><dd><code>${entry.key}</code> of ${entry.tenant}</dd></dl>
      ${entry.from ? html`<h3>Before</h3><pre tabindex="0">${JSON.stringify(entry.from, null, 2)}</pre>` : nothing}
      ${entry.to ? html`<h3>Since</h3><pre tabindex="0">${JSON.stringify(entry.to, null, 2)}</pre>` : nothing}`;
  }
}
customElements.define('page-audit', Audit);
