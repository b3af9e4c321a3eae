package io.mailslot.remote.internal.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailslot.remote.internal.link.LinkException;
import io.mailslot.remote.internal.link.LinkException.Kind;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What codes, and the lines that have none, mean to a link. */
class FailuresTest {
    @ParameterizedTest
    @CsvSource({
        "10002,FULL",
        "10023,FULL",
        "10028,FULL",
        "10047,FULL",
        "10077,FULL",
        "10006,SILENT",
        "10008,SILENT",
        "10009,SILENT",
        "10041,SILENT",
        "10076,SILENT",
        "10118,SILENT",
        "10005,FAILED",
        "10025,FAILED",
        "10052,FAILED",
        "10059,FAILED",
        "-1,FAILED",
        "99999,FAILED"
    })
    void codesMeanTheSameWhateverTheWords(int code, Kind kind) {
        assertThat(Failures.kind(code)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization Violation|UNKNOWN",
                "User Authentication Expired|UNKNOWN",
                "User Authentication Revoked|UNKNOWN",
                "Account Authentication Expired|UNKNOWN",
                "Secure Connection - TLS Required|REFUSED",
                "Permissions Violation for Publish to \"ms.shop.to.b.a.orders\"|DENIED",
                "Permissions Violation for Subscription to \"_INBOX.a.x.*\"|DENIED",
                "Authentication Timeout|SILENT",
                "Maximum Connections Exceeded|SILENT",
                "Stale Connection|SILENT",
                "Slow Consumer|SILENT"
            })
    void linesOfTheProtocolAreKnownInEveryLocale(String line, Kind kind) {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"en-US", "tr-TR", "ar-EG"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(ErrorLine.kind(line)).as(tag).isEqualTo(kind);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aDenialIsAboutTheSubjectThatItNames() {
        String publish = "Permissions Violation for Publish to \"ms.shop.to.b.a.orders\"";
        assertThat(ErrorLine.isAbout(publish, "ms.shop.to.b.a.orders")).isTrue();
        assertThat(ErrorLine.isAbout(publish, "ms.shop.to.b.a.order")).isFalse();

        String answers = "Permissions Violation for Subscription to \"_INBOX.ab.x.*\"";
        assertThat(ErrorLine.isAboutAllOf(answers, "_INBOX.ab")).isTrue();
        assertThat(ErrorLine.isAboutAllOf(answers, "_INBOX.a")).isFalse();
    }

    @Test
    void aKindIsKeptByWhoeverAddsWords() {
        LinkException unknown = new LinkException(Kind.UNKNOWN, "the server says: Authorization Violation", null);
        LinkException told = Failures.of("it cannot be used", unknown);
        assertThat(told.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(told).hasMessage("it cannot be used: the server says: Authorization Violation");
    }
}
