// Who does the work. A worker that has been silent for a minute disappears.
import {html, nothing} from 'lit';
import {call} from '../api.js';
import {live} from '../live.js';
import {Page, ask, empty, panel} from '../parts.js';
import {bytes, clock, some} from '../words.js';

class Workers extends Page {
  render() {
    const workers = live.all('workers');
    const chosen = workers.find(worker => worker.id === this.item);
    return html`<h1>Workers</h1>${this.said()}<div class="split"><div class="list">${workers.length ? this.table(workers)
      : empty('No worker has reported within the last minute: jobs are accepted, and wait for one.')}</div>
      ${chosen ? panel(chosen.name, '#/workers', this.one(chosen)) : this.item && live.state === 'live'
        ? panel('Gone', '#/workers', html`<p>This worker has not reported within the last minute.</p>`) : nothing}</div>`;
  }

  /** @param {any[]} workers */
  table(workers) {
    return html`<table><thead><tr><th scope="col">Worker</th><th scope="col">Kind</th><th scope="col">State</th>
      <th scope="col" class="n">Busy</th><th scope="col" class="n">Memory of models</th><th scope="col" class="n">Last report</th></tr></thead>
      <tbody>${workers.map(worker => html`<tr aria-selected=${worker.id === this.item}>
        <th scope="row"><a href=${'#/workers/' + encodeURIComponent(worker.id)}>${worker.name}</a></th><td>${worker.kind}</td>
        <td>${state(worker)}
          ${worker.engines.filter((/** @type {any} */ engine) => engine.state === 'fetching' && engine.detail).map((/** @type {any} */ engine) =>
            html`<div class="quiet">${engine.name}: ${engine.detail}</div>`)}</td><td class="n">${worker.busy} of ${worker.slots}</td>
        <td class="n">${worker.engines.length ? bytes(worker.engines.reduce((/** @type {number} */ sum, /** @type {any} */ engine) => sum + engine.resident_bytes, 0)) : '–'}</td>
        <td class="n"><time-since .at=${worker.seen_at}></time-since> ago</td></tr>`)}</tbody></table>`;
  }

  /** @param {any} worker */
  one(worker) {
    return html`<p>${state(worker)}${worker.draining ? worker.busy ? `: ${some(worker.busy, 'call')} still running` : ': nothing runs there any more' : nothing}</p>
      <p class="actions">${worker.drained_by_hand ? html`<button class="first" @click=${() => this.undrain(worker)}>Let it take jobs again</button>`
        : worker.draining ? nothing : html`<button class="danger" @click=${() => this.drain(worker)}>Drain</button>`}</p>
      <dl><dt>Where</dt><dd>${worker.host}, process ${worker.pid}</dd><dt>Version</dt><dd>${worker.version}</dd>
      <dt>Since</dt><dd>${clock(worker.started_at)}</dd>
      <dt>Serves</dt><dd>${worker.targets.map((/** @type {string} */ name) => html`<a href=${'#/targets/' + encodeURIComponent(name)}>${name}</a><br>`)}</dd></dl>
      ${worker.memories?.length ? html`<h3>Memory for models</h3><ul class="plain">${worker.memories.map((/** @type {any} */ each) => html`<li>
        <strong>${each.name}</strong> ${bytes(each.taken_bytes)} of ${bytes(each.bytes)} taken</li>`)}</ul>` : nothing}
      ${worker.engines.length ? html`<h3>Engines</h3><ul class="plain">${worker.engines.map((/** @type {any} */ engine) => html`<li>
        <strong>${engine.name}</strong> ${engine.state}, ${some(engine.slots, 'slot')}, ${bytes(engine.resident_bytes)},
        ${some(engine.restarts, 'restart')} <span class="quiet">${engine.detail}</span></li>`)}</ul>` : nothing}
      ${worker.providers.length ? html`<h3>Providers as it found them</h3><ul class="plain">${worker.providers.map((/** @type {any} */ each) => html`<li>
        <strong>${each.provider}</strong> ${each.state.replaceAll('_', ' ')} <span class="quiet">${each.detail}${each.at ? `, ${clock(each.at)}` : ''}</span></li>`)}</ul>` : nothing}`;
  }

  /** @param {any} worker */
  async drain(worker) {
    const others = live.all('workers').some(each => each.id !== worker.id && !each.draining
      && each.targets.some((/** @type {string} */ target) => worker.targets.includes(target)));
    if (await ask(`Drain ${worker.name}? It takes no more jobs; ${some(worker.busy, 'call')} that it runs ${worker.busy === 1 ? 'goes' : 'go'} on. ${
      others ? 'Other workers take what waits.' : 'No other worker serves its targets: their jobs will wait.'} You can undo it.`, 'Drain it')) {
      await this.order('POST', worker, 'takes no more jobs. To undo, let it take jobs again.');
    }
  }

  /** @param {any} worker */
  undrain(worker) {
    return this.order('DELETE', worker, 'takes jobs again.');
  }

  /** @param {string} method @param {any} worker @param {string} said */
  order(method, worker, said) {
    return this.act(async () => {
      const done = await call(method, `/ops/workers/${encodeURIComponent(worker.id)}/drain`);
      live.rows.workers.set(done.id, done);
      return `${worker.name} ${said}`;
    });
  }
}

/** @param {any} worker */
const state = worker => !worker.draining ? '● working' : worker.busy ? '◔ draining' : '○ drained';

customElements.define('page-workers', Workers);
