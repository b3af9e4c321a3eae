package io.mailslot.launcher.bench;

/** What carries the messages. */
enum Carrier {
    MAILSLOT("mailslot"),
    SOCKET("Unix socket"),
    PIPE("pipe");

    private final String title;

    Carrier(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
