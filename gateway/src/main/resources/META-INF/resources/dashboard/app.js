// The shell: sign-in, navigation by address and by keyboard, and whether what is shown is live.
import {html, nothing} from 'lit';
import {resume, signIn, signOut} from './api.js';
import {live} from './live.js';
import {Plain} from './parts.js';
import {clock} from './words.js';
import './pages/overview.js';
import './pages/targets.js';
import './pages/routes.js';
import './pages/queue.js';
import './pages/jobs.js';
import './pages/workers.js';
import './pages/letters.js';
import './pages/tenants.js';
import './pages/webhooks.js';
import './pages/audit.js';
import './pages/settings.js';
import './pages/playground.js';

const PAGES = [
  {name: 'overview', title: 'Overview', key: 'o'},
  {name: 'targets', title: 'Targets', key: 't'},
  {name: 'routes', title: 'Routes', key: 'r'},
  {name: 'queue', title: 'Queue', key: 'q'},
  {name: 'jobs', title: 'Jobs', key: 'j'},
  {name: 'workers', title: 'Workers', key: 'w'},
  {name: 'letters', title: 'Dead letters', key: 'd'},
  {name: 'tenants', title: 'Tenants', key: 'n'},
  {name: 'webhooks', title: 'Webhooks', key: 'h'},
  {name: 'audit', title: 'Audit', key: 'a'},
  {name: 'settings', title: 'Settings', key: 's'},
  {name: 'playground', title: 'Playground', key: 'p'},
];

class App extends Plain {
  static properties = {door: {state: true}, problem: {state: true}, help: {state: true}, look: {state: true}};

  constructor() {
    super();
    /** @type {'opening' | 'closed' | 'open'} */
    this.door = 'opening';
    this.problem = '';
    this.help = false;
    this.look = localStorage.getItem('look') ?? '';
    this.going = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.paint();
    window.addEventListener('hashchange', () => {
      this.requestUpdate();
      this.querySelector('main')?.focus({preventScroll: true});
    });
    window.addEventListener('session-over', () => this.leave());
    window.addEventListener('keydown', event => this.pressed(event));
    live.addEventListener('change', () => this.requestUpdate());
    resume().then(known => known ? this.enter() : this.leave(), () => {
      this.door = 'closed';
      this.problem = 'The gateway does not answer yet. Try again in a moment.';
    });
  }

  enter() {
    this.door = 'open';
    live.open();
  }

  leave() {
    live.close();
    this.door = 'closed';
  }

  where() {
    const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
    const [name, ...rest] = path.split('/');
    return {
      page: PAGES.find(page => page.name === name) ?? PAGES[0],
      id: rest.map(decodeURIComponent).join('/'),
      query: new URLSearchParams(query ?? ''),
    };
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const typing = event.target instanceof Element && event.target.matches('input, textarea, select');
    if (event.key === 'Escape' && this.door === 'open') {
      this.help = false;
      /** @type {HTMLAnchorElement | null} */ (this.querySelector('.panel [data-close]'))?.click();
    }
    if (typing || this.door !== 'open' || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const page = this.going && PAGES.find(each => each.key === event.key);
    this.going = event.key === 'g';
    if (page) {
      location.hash = '#/' + page.name;
    } else if (event.key === '?') {
      this.help = !this.help;
    } else if (event.key === '/') {
      event.preventDefault();
      this.search();
    }
  }

  async search() {
    if (this.where().page.name !== 'jobs') {
      location.hash = '#/jobs';
      await new Promise(resolve => setTimeout(resolve));
      await this.updateComplete;
      await /** @type {any} */ (this.querySelector('page-jobs'))?.updateComplete;
    }
    /** @type {HTMLElement | null} */ (this.querySelector('input[type=search]'))?.focus();
  }

  paint() {
    document.documentElement.dataset.look = this.look;
  }

  turn() {
    this.look = this.look === 'dark' ? 'light' : this.look === 'light' ? '' : 'dark';
    localStorage.setItem('look', this.look);
    this.paint();
    live.changed();
  }

  /** @param {SubmitEvent} event */
  async signIn(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    try {
      await signIn(String(new FormData(form).get('key')));
      this.problem = '';
      this.enter();
    } catch (failure) {
      this.problem = failure instanceof Error ? failure.message : String(failure);
    }
  }

  async signOut() {
    await signOut().catch(() => {});
    this.leave();
  }

  render() {
    switch (this.door) {
      case 'opening': return html`<p class="empty" role="status">Loading…</p>`;
      case 'closed': return this.closed();
      case 'open': return this.open();
    }
  }

  closed() {
    return html`<main class="door"><h1>Spillway</h1>
      <form @submit=${this.signIn}>
        <label for="key">Admin key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
        <p class="quiet">On one machine it is in .spillway/admin.key; ./spillway up prints it.</p>
        <p class="said failed" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
        <button class="first">Sign in</button>
      </form></main>`;
  }

  open() {
    const {page, id, query} = this.where();
    document.title = page.title + ' · Spillway';
    return html`
      <a class="skip" href="#main" @click=${this.skip}>Skip to the page</a>
      <header class="top">
        <strong>Spillway</strong>
        <nav aria-label="Pages">${PAGES.map(each => html`<a href=${'#/' + each.name}
            aria-current=${each === page ? 'page' : nothing}>${each.title}</a>`)}</nav>
        <span class="tools">
          <button @click=${this.turn} title="Light, dark, or as the system">${this.look || 'auto'}</button>
          <button @click=${() => { this.help = !this.help; }} aria-expanded=${this.help}>?</button>
          <button @click=${this.signOut}>Sign out</button>
        </span>
      </header>
      ${this.connection()} ${this.help ? this.keys() : nothing}
      <main id="main" tabindex="-1">${this.page(page.name, id, query)}</main>`;
  }

  /** @param {Event} event */
  skip(event) {
    event.preventDefault();
    this.querySelector('main')?.focus();
  }

  connection() {
    const since = clock(live.since / 1000);
    switch (live.state) {
      case 'lost': return html`<p class="banner" role="alert">Disconnected since ${since}: what you see is from then.
          Reconnecting by itself.</p>`;
      case 'stale': return html`<p class="banner" role="alert">The gateway cannot see Redis since ${since}: what you see
          is from then. Accepted jobs are safe in Kafka.</p>`;
      default: return nothing;
    }
  }

  keys() {
    return html`<section class="help" aria-label="Keys"><p><kbd>/</kbd> search jobs · <kbd>Esc</kbd> close the panel ·
      <kbd>?</kbd> this help · ${PAGES.map(page => html`<kbd>g</kbd> <kbd>${page.key}</kbd> ${page.title} · `)}</p></section>`;
  }

  /** @param {string} name @param {string} id @param {URLSearchParams} query */
  page(name, id, query) {
    switch (name) {
      case 'targets': return html`<page-targets .item=${id} .query=${query}></page-targets>`;
      case 'routes': return html`<page-routes .item=${id} .query=${query}></page-routes>`;
      case 'queue': return html`<page-queue .item=${id} .query=${query}></page-queue>`;
      case 'jobs': return html`<page-jobs .item=${id} .query=${query}></page-jobs>`;
      case 'workers': return html`<page-workers .item=${id} .query=${query}></page-workers>`;
      case 'letters': return html`<page-letters .item=${id} .query=${query}></page-letters>`;
      case 'tenants': return html`<page-tenants .item=${id} .query=${query}></page-tenants>`;
      case 'webhooks': return html`<page-webhooks .item=${id} .query=${query}></page-webhooks>`;
      case 'audit': return html`<page-audit .item=${id} .query=${query}></page-audit>`;
      case 'settings': return html`<page-settings .item=${id} .query=${query}></page-settings>`;
      case 'playground': return html`<page-playground .item=${id} .query=${query}></page-playground>`;
      default: return html`<page-overview .item=${id} .query=${query}></page-overview>`;
    }
  }
}
customElements.define('spillway-app', App);
