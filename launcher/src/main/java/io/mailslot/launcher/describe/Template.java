package io.mailslot.launcher.describe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A script of which a part is made of the commands; a place for that is a word between two {@code @}. */
final class Template {
    private String text;

    private Template(String text) {
        this.text = text;
    }

    /** Reads one that lies beside this class. */
    static Template of(String file) {
        try (InputStream stream = Template.class.getResourceAsStream(file)) {
            return new Template(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Fills each place of that name. */
    Template with(String place, String content) {
        text = text.replace('@' + place + '@', content);
        return this;
    }

    String text() {
        return text;
    }
}
