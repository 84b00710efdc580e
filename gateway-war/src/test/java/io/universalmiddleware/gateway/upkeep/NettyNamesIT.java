package io.universalmiddleware.gateway.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.universalmiddleware.gateway.network.AddressGuard;
import io.universalmiddleware.gateway.network.AllowedNetworks;
import io.universalmiddleware.gateway.network.GuardedNames;
import io.universalmiddleware.gateway.pool.ServiceRecords.ServiceRecord;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a DNS server of the test's own, which answers what the test says. */
class NettyNamesIT {
    private final AtomicReference<byte[]> address = new AtomicReference<>(new byte[] {1, 1, 1, 1});
    private final AtomicReference<byte[]> service = new AtomicReference<>(new byte[0]);
    private Vertx vertx;
    private Channel server;
    private NettyNames names;

    @BeforeEach
    void start() throws InterruptedException {
        vertx = Vertx.vertx();
        server = new Bootstrap()
                .group(vertx.nettyEventLoopGroup())
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel channel) {
                        channel.pipeline()
                                .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), answering());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        names = new NettyNames(NettyNames.builder(vertx.nettyEventLoopGroup().next())
                .queryTimeoutMillis(60_000)
                .nameServerProvider(
                        new SingletonDnsServerAddressStreamProvider((InetSocketAddress) server.localAddress())));
    }

    @AfterEach
    void stop() {
        names.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsAddressesAndServices() throws Exception {
        service.set(srv(10, 5, 8080, "app.example"));

        assertThat(names.addresses("app.example").toCompletableFuture().join())
                .contains(InetAddress.getByAddress(new byte[] {1, 1, 1, 1}));
        assertThat(names.records("_http._tcp.app.example").toCompletableFuture().join())
                .containsExactly(new ServiceRecord(10, 5, 8080, "app.example"));
    }

    @Test
    void aNameThatNobodyKnowsIsAFailure() {
        assertThatThrownBy(() ->
                        names.addresses("unknown.example").toCompletableFuture().join())
                .hasCauseInstanceOf(java.net.UnknownHostException.class);
    }

    @Test
    void aNameThatAnswersSomethingElseTheSecondTimeIsCheckedTheSecondTime() throws Exception {
        GuardedNames guarded = new GuardedNames(names, new AddressGuard(AllowedNetworks.NONE));
        assertThat(guarded.addresses("rebinding.example").toCompletableFuture().join())
                .containsExactly(InetAddress.getByAddress(new byte[] {1, 1, 1, 1}));

        address.set(new byte[] {127, 0, 0, 1});
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> guarded.addresses("rebinding.example")
                                .toCompletableFuture()
                                .join())
                        .hasMessageContaining("loopback"));
    }

    @Test
    void halfARecordIsPassedOver() {
        service.set(new byte[] {0, 1, 0, 2, 0});

        assertThat(names.records("_http._tcp.app.example").toCompletableFuture().join())
                .isEmpty();
    }

    private SimpleChannelInboundHandler<DatagramDnsQuery> answering() {
        return new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
                DnsQuestion question = query.recordAt(DnsSection.QUESTION);
                DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
                response.addRecord(DnsSection.QUESTION, question);
                if (question.name().startsWith("unknown")) {
                    response.setCode(DnsResponseCode.NXDOMAIN);
                } else if (question.type().equals(DnsRecordType.A)) {
                    response.addRecord(DnsSection.ANSWER, record(question, address.get()));
                } else if (question.type().equals(DnsRecordType.SRV)) {
                    response.addRecord(DnsSection.ANSWER, record(question, service.get()));
                }
                context.writeAndFlush(response);
            }
        };
    }

    private static DefaultDnsRawRecord record(DnsQuestion question, byte[] content) {
        return new DefaultDnsRawRecord(question.name(), question.type(), 1, Unpooled.wrappedBuffer(content));
    }

    private static byte[] srv(int priority, int weight, int port, String host) {
        ByteBuf content = Unpooled.buffer();
        content.writeShort(priority).writeShort(weight).writeShort(port);
        for (String label : host.split("\\.")) {
            content.writeByte(label.length());
            content.writeCharSequence(label, StandardCharsets.US_ASCII);
        }
        content.writeByte(0);
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        return bytes;
    }
}
