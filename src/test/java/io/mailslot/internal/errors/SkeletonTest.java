package io.mailslot.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkeletonTest {
    @Test
    void shouldLeaveOutWordsWithDigits() {
        assertThat(Skeleton.of("/tmp/a1b/kernel.dat has 12 bytes, at least 4096 are needed"))
                .isEqualTo("/tmp/#/kernel.dat has # bytes, at least # are needed");
        assertThat(Skeleton.of("reply-4711-x")).isEqualTo("reply-#-x");
        assertThat(Skeleton.of("0x1000a")).isEqualTo("#");
    }

    @Test
    void shouldKeepAllElse() {
        assertThat(Skeleton.of("")).isEmpty();
        assertThat(Skeleton.of("the mailslot 'größer' is full; wait")).isEqualTo("the mailslot 'größer' is full; wait");
        assertThat(Skeleton.of(" . ")).isEqualTo(" . ");
    }
}
