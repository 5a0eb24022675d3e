package io.spillway.worker;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** A grey picture with a cross in it, which nobody takes for what was asked for. Needs no screen and no fonts. */
final class Placeholder {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final int USUAL = 512;
    private static final int LARGEST = 2_048;
    private static final int GROUND = 0xd8;
    private static final int LINE = 0xa0;

    private Placeholder() {}

    /**
     * A PNG.
     *
     * @param size {@code WIDTHxHEIGHT}, each cut to 2048; anything else is 512 by 512
     */
    static byte[] png(String size) {
        Matcher match = SIZE.matcher(size);
        return match.matches() ? png(side(match.group(1)), side(match.group(2))) : png(USUAL, USUAL);
    }

    private static int side(String text) {
        return Math.clamp(Integer.parseInt(text), 1, LARGEST);
    }

    private static byte[] png(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = image.getRaster();
        int thick = Math.max(1, Math.min(width, height) / 100);
        for (int y = 0; y < height; y++) {
            int along = (int) ((long) y * width / height);
            for (int x = 0; x < width; x++) {
                boolean line = Math.abs(x - along) <= thick || Math.abs(width - 1 - x - along) <= thick;
                raster.setSample(x, y, 0, line ? LINE : GROUND);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
