// Who does the work. A worker that has been silent for a minute disappears.
import {html, nothing} from 'lit';
import {live} from '../live.js';
import {Page, empty, panel} from '../parts.js';
import {bytes, clock, some} from '../words.js';

class Workers extends Page {
  render() {
    const workers = live.all('workers');
    const chosen = workers.find(worker => worker.id === this.item);
    return html`<h1>Workers</h1><div class="split"><div class="list">${workers.length ? this.table(workers)
      : empty('No worker has reported within the last minute: jobs are accepted, and wait for one.')}</div>
      ${chosen ? panel(chosen.name, '#/workers', this.one(chosen)) : this.item && workers.length
        ? panel('Gone', '#/workers', html`<p>This worker has not reported within the last minute.</p>`) : nothing}</div>`;
  }

  /** @param {any[]} workers */
  table(workers) {
    return html`<table><thead><tr><th scope="col">Worker</th><th scope="col">Kind</th><th scope="col">State</th>
      <th scope="col" class="n">Busy</th><th scope="col" class="n">Last report</th></tr></thead>
      <tbody>${workers.map(worker => html`<tr aria-selected=${worker.id === this.item}>
        <th scope="row"><a href=${'#/workers/' + encodeURIComponent(worker.id)}>${worker.name}</a></th><td>${worker.kind}</td>
        <td>${worker.draining ? '○ draining' : '● working'}
          ${worker.engines.filter((/** @type {any} */ engine) => engine.state === 'fetching' && engine.detail).map((/** @type {any} */ engine) =>
            html`<div class="quiet">${engine.name}: ${engine.detail}</div>`)}</td><td class="n">${worker.busy} of ${worker.slots}</td>
        <td class="n"><time-since .at=${worker.seen_at}></time-since> ago</td></tr>`)}</tbody></table>`;
  }

  /** @param {any} worker */
  one(worker) {
    return html`<dl><dt>Where</dt><dd>${worker.host}, process ${worker.pid}</dd><dt>Version</dt><dd>${worker.version}</dd>
      <dt>Since</dt><dd>${clock(worker.started_at)}</dd>
      <dt>Serves</dt><dd>${worker.targets.map((/** @type {string} */ name) => html`<a href=${'#/targets/' + encodeURIComponent(name)}>${name}</a><br>`)}</dd></dl>
      ${worker.engines.length ? html`<h3>Engines</h3><ul class="plain">${worker.engines.map((/** @type {any} */ engine) => html`<li>
        <strong>${engine.name}</strong> ${engine.state}, ${some(engine.slots, 'slot')}, ${bytes(engine.resident_bytes)},
        ${some(engine.restarts, 'restart')} <span class="quiet">${engine.detail}</span></li>`)}</ul>` : nothing}
      ${worker.providers.length ? html`<h3>Providers at its start</h3><ul class="plain">${worker.providers.map((/** @type {any} */ each) => html`<li>
        <strong>${each.provider}</strong> ${each.state.replaceAll('_', ' ')} <span class="quiet">${each.detail}</span></li>`)}</ul>` : nothing}`;
  }
}
customElements.define('page-workers', Workers);
