package io.mailslot.launcher.top;

import io.mailslot.api.MailslotException;
import io.mailslot.inspect.Detail;
import io.mailslot.launcher.look.LookContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Shows a home on the screen until somebody has seen enough. */
final class Watching {
    /** Rates take two looks: the second one is not a whole tick behind the first. */
    private static final long FIRST_TICK_NANOS = 250_000_000;

    /** Lines that are no rows. */
    private static final int OTHER_LINES = 4;

    private final LookContext context;
    private final TickOptions options;
    private final BlockingQueue<Press> presses = new LinkedBlockingQueue<>();

    Watching(LookContext context, TickOptions options) {
        this.context = context;
        this.options = options;
    }

    int run() throws IOException {
        Board board =
                new Board(new Frame(look())); // what cannot be looked at at all is an error, before the screen is taken
        try (FullScreen screen = FullScreen.open(presses::add)) {
            Keyboard.listen(presses::add);
            long due = System.nanoTime()
                    + Math.min(FIRST_TICK_NANOS, options.interval().toNanos());
            draw(board, screen);
            for (long ticks = 0; !options.isEnough(ticks); ) {
                Press press = next(due);
                if (press == null) {
                    due = options.after(due);
                    if (board.paused()) {
                        continue;
                    }
                    lookAgain(board.frame());
                    ticks++;
                } else if (!isAnswered(press, board, screen)) {
                    return 0;
                }
                draw(board, screen);
            }
            return 0;
        }
    }

    private Sample look() {
        return Sample.of(context.home(), Detail.FILE_SYSTEM);
    }

    private void lookAgain(Frame frame) {
        try {
            frame.show(look());
        } catch (MailslotException failure) {
            frame.show(String.valueOf(failure.getMessage()));
        }
    }

    /** Null if none comes until then. */
    private Press next(long due) throws InterruptedIOException {
        try {
            return presses.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two looks");
        }
    }

    /** False if that ends it. */
    private static boolean isAnswered(Press press, Board board, FullScreen screen) throws IOException {
        if (Board.isRedraw(press)) {
            screen.forget();
            return true;
        }
        switch (press.key()) {
            case STOP -> screen.stop();
            case GO_ON -> screen.enter();
            default -> {
                return board.press(press, Math.max(1, screen.height() - OTHER_LINES));
            }
        }
        return true;
    }

    private void draw(Board board, FullScreen screen) {
        int width = screen.width();
        int height = screen.height();
        screen.draw(Page.of(board, context, options.interval(), width, height), width, height);
    }
}
