// OpenAI's own SDK for Node against a started cluster; the journey that starts it scripts the models.
import OpenAI from 'openai';
import { createServer } from 'node:http';
import assert from 'node:assert/strict';

const client = new OpenAI({ baseURL: process.env.SPILLWAY_URL + '/v1', apiKey: process.env.SPILLWAY_KEY });
const model = 'cloud/sdk';
const user = (content) => [{ role: 'user', content }];
const ok = (what) => console.log('ok ' + what);

const all = [];
for await (const one of client.models.list()) all.push(one.id);
assert(all.includes(model));
ok('models');

const { data: chat, response: raw } = await client.chat.completions
  .create({ model, messages: user('node chat') })
  .withResponse();
assert.equal(chat.choices[0].message.content, 'You said: node chat');
assert.match(raw.headers.get('x-spillway-job-id'), /^job_/);
ok('chat');

let text = '';
let usage;
for await (const chunk of await client.chat.completions.create({
  model, messages: user('node stream'), stream: true, stream_options: { include_usage: true },
})) {
  text += chunk.choices[0]?.delta?.content ?? '';
  usage = chunk.usage ?? usage;
}
assert.equal(text, 'You said: node stream');
assert(usage.total_tokens > 0);
ok('stream');

const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
const called = await client.chat.completions.stream({ model, messages: user('call a tool'), tools }).finalChatCompletion();
assert.equal(called.choices[0].message.tool_calls[0].function.arguments, '{"city":"Ulm"}');
ok('tools');

const response = await client.responses.create({ model, input: 'node response' });
assert.equal(response.output_text, 'You said: node response');
assert.equal((await client.responses.retrieve(response.id)).output_text, response.output_text);
ok('responses');

const types = new Set();
const numbers = [];
let delta = '';
for await (const event of await client.responses.create({ model, input: 'node events', stream: true })) {
  types.add(event.type);
  numbers.push(event.sequence_number);
  if (event.type === 'response.output_text.delta') delta += event.delta;
}
assert.equal(delta, 'You said: node events');
assert(types.has('response.created') && types.has('response.completed'));
assert.deepEqual(numbers, numbers.map((_, i) => i));
ok('response events');

const background = await client.responses.create({ model, input: 'hang', background: true });
assert(['queued', 'in_progress'].includes(background.status));
assert.equal((await client.responses.cancel(background.id)).status, 'cancelled');
ok('background');

await assert.rejects(client.chat.completions.create({ model: 'openai/none', messages: user('x') }), OpenAI.NotFoundError);
await assert.rejects(
  client.chat.completions.create({ model, messages: user('x'), temperature: 3 }),
  (error) => error instanceof OpenAI.BadRequestError && error.param === 'temperature');
ok('mistakes');

// Held for a second, answered later: the SDK does not ask again, or there would be a second paid call.
await assert.rejects(
  client.chat.completions.create({ model, messages: user('node late') }, { headers: { 'x-spillway-timeout': '1' } }),
  (error) => error.status === 503 && error.headers.get('x-should-retry') === 'false');
ok('too late');

const hanging = new OpenAI({ baseURL: client.baseURL, apiKey: client.apiKey, timeout: 2000, maxRetries: 0 });
await assert.rejects(
  hanging.chat.completions.create({ model, messages: user('node gone: hang') }), OpenAI.APIConnectionTimeoutError);
ok('hung up');

const vectors = await client.embeddings.create({ model: 'cloud/vectors', input: ['tea', 'water'] });
assert.deepEqual(Array.from(vectors.data[1].embedding), [5, 1, 2]);
const numbersAsked = await client.embeddings.create({ model: 'cloud/vectors', input: 'tea', encoding_format: 'float' });
assert.deepEqual(numbersAsked.data[0].embedding, [3, 1, 2]);
ok('embeddings');

const speech = await client.audio.speech.create({ model: 'cloud/voice', voice: 'alloy', input: 'Good evening' });
assert.equal(speech.headers.get('content-type'), 'audio/mpeg');
assert.equal(await speech.text(), 'ID3Good evening');
ok('speech');

const images = await client.images.generate({ model: 'cloud/pictures', prompt: 'a dot', n: 2 });
assert.equal(Buffer.from(images.data[1].b64_json, 'base64').subarray(1, 4).toString(), 'PNG');
ok('images');

const lines = ['one', 'two', 'three'].map((name) => JSON.stringify({
  custom_id: name, method: 'POST', url: '/v1/chat/completions', body: { model, messages: user('node batch ' + name) },
}));
const file = await client.files.create({
  file: await OpenAI.toFile(Buffer.from(lines.join('\n')), 'lines.jsonl'), purpose: 'batch',
});
assert.equal(await (await client.files.content(file.id)).text(), lines.join('\n'));
const named = [];
for await (const one of client.files.list({ limit: 2 })) named.push(one.id);
assert(named.includes(file.id));
ok('files');

let batch = await client.batches.create({
  input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h',
});
for (let n = 0; n < 300 && batch.status !== 'completed'; n++) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  batch = await client.batches.retrieve(batch.id);
}
assert.deepEqual(batch.request_counts, { total: 3, completed: 3, failed: 0 });
const output = await (await client.files.content(batch.output_file_id)).text();
assert.deepEqual(output.trim().split('\n').map((line) => JSON.parse(line).custom_id).sort(), ['one', 'three', 'two']);
assert.equal((await client.files.delete(file.id)).deleted, true);
ok('batches');

// A job's end, told to a server of ours: the SDK knows the signature, and knows a body that was changed on its way.
let tell;
const told = new Promise((resolve) => { tell = resolve; });
const sink = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part)).on('end', () => {
    response.writeHead(204).end();
    tell({ body: Buffer.concat(parts).toString(), headers: request.headers });
  });
});
await new Promise((resolve) => sink.listen(0, '127.0.0.1', resolve));
const endpoint = await client.post('/webhooks', { body: {
  url: `http://127.0.0.1:${sink.address().port}/told`, events: ['job.completed'],
} });
await client.post('/jobs', { body: { model, prompt: 'node told', webhook: { endpoint: endpoint.id } } });
const message = await told;
const event = await client.webhooks.unwrap(message.body, message.headers, endpoint.secret);
assert.equal(event.type, 'job.completed');
assert.equal(event.data.output.text, 'You said: node told');
await assert.rejects(
  client.webhooks.verifySignature(message.body + ' ', message.headers, endpoint.secret),
  OpenAI.InvalidWebhookSignatureError);
sink.closeAllConnections();
sink.close();
ok('webhooks');
