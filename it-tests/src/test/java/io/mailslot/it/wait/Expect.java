package io.mailslot.it.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What calls must refuse. */
final class Expect {
    private Expect() {}

    static MailslotException code(ErrorCode code, ThrowingCallable call) {
        MailslotException refusal = catchThrowableOfType(MailslotException.class, call);
        assertThat(refusal).as("the refusal").isNotNull();
        assertThat(refusal.errorCode()).as(refusal.getMessage()).isEqualTo(code);
        return refusal;
    }
}
