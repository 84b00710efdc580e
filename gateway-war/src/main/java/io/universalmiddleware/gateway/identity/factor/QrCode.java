package io.universalmiddleware.gateway.identity.factor;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** Draws QR codes (ISO/IEC 18004, correction level M) as SVG: a module is one unit, the quiet zone four. */
final class QrCode {
    private static final int QUIET = 4;

    private QrCode() {}

    /** The drawing of a text of a few hundred characters. */
    static String svg(String text) {
        ByteMatrix modules = encode(text);
        int size = modules.getWidth() + 2 * QUIET;
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
                        + "<path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path fill=\"#000\" d=\"%s\"/></svg>")
                .formatted(size, size, size, size, size, dark(modules));
    }

    /** The dark modules as a path, those of a row that touch as one rectangle. */
    private static String dark(ByteMatrix modules) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                int from = x;
                while (x < modules.getWidth() && modules.get(x, y) == 1) {
                    x++;
                }
                if (x > from) {
                    path.append("M%d %dh%dv1h-%dz".formatted(from + QUIET, y + QUIET, x - from, x - from));
                }
            }
        }
        return path.toString();
    }

    private static ByteMatrix encode(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("no QR code holds " + text.length() + " characters", tooLong);
        }
    }
}
