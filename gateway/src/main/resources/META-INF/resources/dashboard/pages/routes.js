// Who answers for which name, in which order, as the targets stand now.
import {html, nothing} from 'lit';
import {live} from '../live.js';
import {Page, empty, mark, until} from '../parts.js';

class Routes extends Page {
  render() {
    const routes = live.all('routes');
    return html`<h1>Routes</h1>${routes.length ? routes.map(route => this.route(route)) : empty('No route is configured: every target is a route of its own.')}`;
  }

  /** @param {any} route */
  route(route) {
    const next = route.targets.find((/** @type {any} */ each) => ['available', 'probing'].includes(each.state));
    return html`<section class="route" aria-label=${route.name} aria-current=${route.name === this.item ? 'true' : nothing}>
      <h2><a href=${'#/routes/' + encodeURIComponent(route.name)}>${route.name}</a> <span class="quiet">${route.strategy},
        ${route.attempts_per_target} attempts a target${route.backoff.length ? ', pauses ' + route.backoff.join(', ').replaceAll('PT', '').toLowerCase() : ''}</span></h2>
      <p>A request now ${next ? route.strategy === 'ordered' ? html`goes to <strong>${next.target}</strong>` : 'goes to one of those available'
        : html`<strong>waits</strong> for the first of these to be back`}.
        <a href=${'#/playground?model=' + encodeURIComponent(route.name)}>Try it</a> ·
        <a href=${'#/jobs?model=' + encodeURIComponent(route.name)}>its jobs</a></p>
      <ol>${route.targets.map((/** @type {any} */ each) => html`<li><a href=${'#/targets/' + encodeURIComponent(each.target)}>${each.target}</a>
        ${mark(each.state)} ${until(each.until)} <span class="quiet">patience ${each.patience.replace('PT', '').toLowerCase()}</span></li>`)}</ol></section>`;
  }
}
customElements.define('page-routes', Routes);
