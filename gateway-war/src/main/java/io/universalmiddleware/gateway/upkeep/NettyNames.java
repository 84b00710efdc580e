package io.universalmiddleware.gateway.upkeep;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.universalmiddleware.gateway.network.NameServers;
import io.universalmiddleware.gateway.network.Names;
import io.universalmiddleware.gateway.pool.ServiceRecords;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Names by the machine's own rules: its hosts file, its search domains, and its DNS servers unless others are given. Remembers nothing for
 * longer than a second: who asks says how often.
 */
public final class NettyNames implements Names, ServiceRecords, AutoCloseable {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MOST_SECONDS = 1;
    private static final int FIXED_BYTES = 6;

    private final DnsNameResolver resolver;

    /** @param loop on which it asks */
    public NettyNames(EventLoop loop, NameServers servers) {
        this(builder(loop, servers));
    }

    NettyNames(DnsNameResolverBuilder builder) {
        resolver = builder.build();
    }

    static DnsNameResolverBuilder builder(EventLoop loop, NameServers servers) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .queryTimeoutMillis(TIMEOUT_MILLIS)
                .completeOncePreferredResolved(false)
                .ttl(0, MOST_SECONDS)
                .negativeTtl(0);
        return servers.addresses().isEmpty()
                ? builder
                : builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers.addresses()));
    }

    @Override
    public CompletionStage<List<InetAddress>> addresses(String host) {
        return stage(resolver.resolveAll(host), List::copyOf);
    }

    @Override
    public CompletionStage<List<ServiceRecord>> records(String name) {
        String absolute = name.endsWith(".") ? name : name + '.';
        return stage(resolver.resolveAll(new DefaultDnsQuestion(absolute, DnsRecordType.SRV)), NettyNames::read);
    }

    @Override
    public void close() {
        resolver.close();
    }

    /** What is not a whole record of that type is passed over: an answer is written by strangers. */
    private static List<ServiceRecord> read(List<DnsRecord> answer) {
        List<ServiceRecord> records = new ArrayList<>();
        for (DnsRecord record : answer) {
            try {
                if (record instanceof DnsRawRecord raw && raw.type().equals(DnsRecordType.SRV)) {
                    ByteBuf content = raw.content();
                    if (content.readableBytes() > FIXED_BYTES) {
                        int priority = content.readUnsignedShort();
                        int weight = content.readUnsignedShort();
                        int port = content.readUnsignedShort();
                        String host = DefaultDnsRecordDecoder.decodeName(content);
                        records.add(new ServiceRecord(
                                priority,
                                weight,
                                port,
                                host.endsWith(".") ? host.substring(0, host.length() - 1) : host));
                    }
                }
            } finally {
                ReferenceCountUtil.release(record);
            }
        }
        return records;
    }

    private static <A, B> CompletableFuture<B> stage(Future<A> asked, Function<A, B> read) {
        CompletableFuture<B> told = new CompletableFuture<>();
        asked.addListener(done -> {
            try {
                if (asked.isSuccess()) {
                    told.complete(read.apply(asked.getNow()));
                } else {
                    told.completeExceptionally(asked.cause());
                }
            } catch (RuntimeException malformed) {
                told.completeExceptionally(malformed);
            }
        });
        return told;
    }
}
