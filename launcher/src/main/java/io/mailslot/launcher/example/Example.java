package io.mailslot.launcher.example;

import java.io.IOException;

/** One program. */
@FunctionalInterface
interface Example {
    /**
     * Runs it.
     *
     * @param process what the program is: its functions, handles and streams
     * @param arguments none for the process that a person started; its children are told who they are
     * @return the exit code
     */
    int main(ExampleProcess process, String... arguments) throws IOException;
}
