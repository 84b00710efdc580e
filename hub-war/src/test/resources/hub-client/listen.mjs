// Subscribes with the official client and prints one JSON line for each thing that happens, until it is ended.
// usage: node listen.mjs <url> <token> <channel> [json|protobuf]
import WebSocket from 'ws';

const [url, token, channel, encoding = 'json'] = process.argv.slice(2);
const { Centrifuge } = await import(encoding === 'protobuf' ? 'centrifuge/build/protobuf' : 'centrifuge');
const say = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));
const plain = (data) => (data instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(data)) : data);

const client = new Centrifuge(url, { websocket: WebSocket, token, minReconnectDelay: 50, maxReconnectDelay: 200 });
client.on('connected', (ctx) => say('connected', { client: ctx.client }));
client.on('connecting', (ctx) => say('connecting', { code: ctx.code }));
client.on('disconnected', (ctx) => say('disconnected', { code: ctx.code }));
client.on('error', (ctx) => say('error', { error: ctx.error }));

const subscription = client.newSubscription(channel, { joinLeave: true });
subscription.on('subscribed', (ctx) =>
  say('subscribed', { wasRecovering: ctx.wasRecovering, recovered: ctx.recovered }));
subscription.on('subscribing', (ctx) => say('subscribing', { code: ctx.code }));
subscription.on('unsubscribed', (ctx) => say('unsubscribed', { code: ctx.code }));
subscription.on('publication', (ctx) => say('publication', { offset: ctx.offset, data: plain(ctx.data), tags: ctx.tags }));
subscription.on('join', (ctx) => say('join', { user: ctx.info.user }));
subscription.on('error', (ctx) => say('suberror', { error: ctx.error }));
subscription.subscribe();
client.connect();

process.stdin.on('data', async (text) => {
  for (const line of text.toString().split('\n').filter(Boolean)) {
    const { ask, data } = JSON.parse(line);
    if (ask === 'publish') {
      const bytes = encoding === 'protobuf' ? new TextEncoder().encode(JSON.stringify(data)) : data;
      await subscription.publish(bytes).then(() => say('published'), (error) => say('failed', { error }));
    } else if (ask === 'presence') {
      const { clients } = await subscription.presence();
      say('presence', { users: Object.values(clients).map((c) => c.user) });
    } else if (ask === 'history') {
      const { publications } = await subscription.history({ limit: 100 });
      say('history', { offsets: publications.map((p) => p.offset) });
    }
  }
});
process.stdin.on('end', () => client.disconnect());
