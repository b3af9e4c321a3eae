package io.mailslot.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BodyTest {
    static List<ByteBuffer> buffers() {
        return List.of(ByteBuffer.allocate(64), ByteBuffer.allocateDirect(64));
    }

    /** Room is made for what it was at first: one byte more would lie in what others have written. */
    @ParameterizedTest
    @MethodSource("buffers")
    void shouldBeAsLongAsItWasThoughTheCallerMovesItsBuffer(ByteBuffer buffer) {
        Body body = new Body.OfBuffer().of(buffer.position(4).limit(16));
        buffer.clear();
        Memory memory = OS.memory();
        long address = memory.allocate(64);
        try {
            memory.setMemory(address, 64, (byte) -1);

            body.copy(address);

            assertThat(body.length()).isEqualTo(12);
            assertThat(memory.readByte(address + 11)).isZero();
            assertThat(memory.readByte(address + 12)).isEqualTo((byte) -1);
        } finally {
            memory.freeMemory(address, 64);
        }
    }
}
