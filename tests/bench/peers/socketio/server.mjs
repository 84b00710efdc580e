// One room that everyone is in who does not only publish; what a client publishes goes to all of it, and by the Redis adapter to other nodes.
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';

const out = createClient({ url: process.env.REDIS_URL });
const back = out.duplicate();
await Promise.all([out.connect(), back.connect()]);

const http = createServer();
const io = new Server(http, { adapter: createAdapter(out, back), transports: ['websocket'], perMessageDeflate: false });

io.on('connection', (socket) => {
  if (socket.handshake.query.publishes !== 'only') {
    socket.join('all');
  }
  socket.on('publish', (data) => io.to('all').emit('publication', data));
});

http.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
