// Listens to a channel with the official client and tells each event as a line of JSON.
// node listen.mjs <WebSocket address> <token> <channel>
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const [address, token, channel] = process.argv.slice(2);
const tell = (event, more) => console.log(JSON.stringify({ event, ...more }));

const client = new Centrifuge(address, {
  token,
  websocket: WebSocket,
  minReconnectDelay: 50,
  maxReconnectDelay: 500,
});
client.on('connected', (c) => tell('connected', { client: c.client, transport: c.transport }));
client.on('connecting', (c) => tell('connecting', { code: c.code, reason: c.reason }));
client.on('disconnected', (c) => tell('disconnected', { code: c.code, reason: c.reason }));
client.on('error', (c) => tell('error', { error: c.error }));

const subscription = client.newSubscription(channel, { recoverable: true, positioned: true });
subscription.on('subscribed', (c) =>
  tell('subscribed', {
    wasRecovering: c.wasRecovering,
    recovered: c.recovered,
    recoverable: c.recoverable,
    position: c.streamPosition,
  }),
);
subscription.on('unsubscribed', (c) => tell('unsubscribed', { code: c.code, reason: c.reason }));
subscription.on('error', (c) => tell('error', { error: c.error }));
subscription.on('publication', (c) => tell('publication', { offset: c.offset, data: c.data, tags: c.tags }));

subscription.subscribe();
client.connect();
