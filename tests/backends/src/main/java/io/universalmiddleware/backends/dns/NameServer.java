package io.universalmiddleware.backends.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A DNS server on loopback that answers what the test says, for a second (RFC 1035); it knows at most one record of a name and a type. */
public final class NameServer implements AutoCloseable {
    private static final int A = 1;
    private static final int SRV = 33;
    private static final int INTERNET = 1;
    private static final int TTL_SECONDS = 1;
    private static final int HEADER_BYTES = 12;
    private static final int MOST_BYTES = 4_096;
    private static final int ANSWER = 0x8180;
    private static final int UNKNOWN_NAME = 0x8183;
    private static final int NAME_OF_THE_QUESTION = 0xc000 + HEADER_BYTES;

    private final DatagramSocket socket;
    private final Map<String, Map<Integer, byte[]>> names = new ConcurrentHashMap<>();

    /** Starts it. */
    public NameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** From now on the name has this address of IPv4. */
    public void address(String name, String address) throws IOException {
        record(name, A, InetAddress.getByName(address).getAddress());
    }

    /** From now on the service is at this port of this host (RFC 2782). */
    public void service(String name, int priority, int weight, int port, String host) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(priority);
        out.writeShort(weight);
        out.writeShort(port);
        for (String label : host.split("\\.")) {
            out.writeByte(label.length());
            out.writeBytes(label);
        }
        out.writeByte(0);
        record(name, SRV, bytes.toByteArray());
    }

    /** From now on the name has such a record, whatever it holds. */
    public void service(String name, byte[] content) {
        record(name, SRV, content);
    }

    @Override
    public void close() {
        socket.close();
    }

    private void record(String name, int type, byte[] content) {
        names.computeIfAbsent(name, first -> new ConcurrentHashMap<>()).put(type, content);
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MOST_BYTES);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                // the loop ends with the socket
            }
        }
    }

    private byte[] answer(byte[] asked) throws IOException {
        ByteBuffer query = ByteBuffer.wrap(asked).position(HEADER_BYTES);
        String name = name(query);
        int type = query.getShort();
        int end = query.position() + Short.BYTES;
        @Nullable Map<Integer, byte[]> records = names.get(name);
        byte @Nullable [] content = records == null ? null : records.get(type);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(asked, 0, Short.BYTES);
        out.writeShort(records == null ? UNKNOWN_NAME : ANSWER);
        out.writeShort(1);
        out.writeShort(content == null ? 0 : 1);
        out.writeInt(0);
        out.write(asked, HEADER_BYTES, end - HEADER_BYTES);
        if (content != null) {
            out.writeShort(NAME_OF_THE_QUESTION);
            out.writeShort(type);
            out.writeShort(INTERNET);
            out.writeInt(TTL_SECONDS);
            out.writeShort(content.length);
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static String name(ByteBuffer query) {
        StringBuilder name = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.length() == 0 ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        return name.toString();
    }
}
