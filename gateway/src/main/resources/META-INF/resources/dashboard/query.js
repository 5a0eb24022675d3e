// What a search asks for, as form fields and as requests have it.

/** A time of this place, as its field wants it. @param {string | null} seconds epoch */
export const local = seconds => seconds ? new Date(Number(seconds) * 1000 - new Date(Number(seconds) * 1000).getTimezoneOffset() * 60000).toISOString().slice(0, 16) : '';

/** A query as a body has it. @param {URLSearchParams} query */
export function body(query) {
  /** @type {Record<string, any>} */
  const filter = {};
  for (const [name, value] of query) {
    if (name.startsWith('metadata[')) {
      filter.metadata = {...filter.metadata, [name.slice('metadata['.length, -1)]: value};
    } else {
      filter[name] = name.startsWith('created_') ? Number(value) : value;
    }
  }
  return filter;
}
