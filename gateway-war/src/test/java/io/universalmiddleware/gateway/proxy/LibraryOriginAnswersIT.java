package io.universalmiddleware.gateway.proxy;

/** Answers to requests that go by Vert.x's client: those with a body. */
class LibraryOriginAnswersIT extends OriginAnswersContract {
    LibraryOriginAnswersIT() {
        super("PUT / HTTP/1.1\r\nHost: shop.localhost\r\nContent-Length: 1\r\n\r\nx");
    }
}
