package io.universalmiddleware.gateway.compressing;

/** The effort that goes into making content smaller: time for size. */
enum Effort {
    FAST(1, 1, 1),
    BALANCED(5, 4, 3),
    SMALL(9, 9, 12);

    private final int gzip;
    private final int brotli;
    private final int zstd;

    Effort(int gzip, int brotli, int zstd) {
        this.gzip = gzip;
        this.brotli = brotli;
        this.zstd = zstd;
    }

    /** 1 to 9. */
    int gzip() {
        return gzip;
    }

    /** 0 to 11. */
    int brotli() {
        return brotli;
    }

    /** 1 to 22. */
    int zstd() {
        return zstd;
    }
}
