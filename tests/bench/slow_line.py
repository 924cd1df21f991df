"""A slow line between a browser and a server on loopback: so many bits a second, and a delay each way."""

import asyncio
import socket
import threading

PIECE_BYTES = 1460  # what one packet holds


class SlowLine:
    """Listens on a port of its own and passes all on; all its connections share the line.

    A phone's: 1.6 Mbit/s down, 0.75 up, 150 ms there and back, as Lighthouse's «slow 4G».
    """

    def __init__(self, target, *, down=1.6e6, up=0.75e6, there_and_back=0.150):
        self.target, self.wait = target, there_and_back / 2
        self.loop = asyncio.new_event_loop()
        self.ear = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.ear.getsockname()[1]
        self.down, self.up = _Way(down / 8), _Way(up / 8)

    def __enter__(self):
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.loop.call_soon_threadsafe(self.loop.stop)

    def _run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self._carry, sock=self.ear))
        self.loop.run_forever()

    async def _carry(self, reader, writer):
        await asyncio.sleep(2 * self.wait)  # the connection is made: there and back
        there = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(
            self._pass_on(reader, there[1], self.up),
            self._pass_on(there[0], writer, self.down),
            return_exceptions=True,
        )

    async def _pass_on(self, reader, writer, way):
        on_the_way = asyncio.Queue(maxsize=64)  # what a router keeps; the server waits beyond

        async def deliver():
            while piece := await on_the_way.get():
                at, words = piece
                await asyncio.sleep(at - self.loop.time())
                writer.write(words)
                await writer.drain()
            writer.close()

        delivery = asyncio.create_task(deliver())
        try:
            while words := await reader.read(PIECE_BYTES):
                await way.send(len(words))
                await on_the_way.put((self.loop.time() + self.wait, words))
        finally:
            await on_the_way.put(None)
            await delivery


class _Way:
    """One direction of the line: who sends waits until what was sent before is through."""

    def __init__(self, bytes_a_second):
        self.rate, self.free_at = bytes_a_second, 0

    async def send(self, length):
        loop = asyncio.get_running_loop()
        self.free_at = max(self.free_at, loop.time()) + length / self.rate
        await asyncio.sleep(self.free_at - loop.time())
