package io.mailslot.launcher.top;

import io.mailslot.launcher.look.Listing;
import io.mailslot.launcher.top.Choice.View;

/** What the screen shows at the moment, and what keys make of it. */
final class Board {
    private static final int CONTROL_L = 'L' & 0x1f;

    private final Frame frame;
    private final Choice choice;
    private boolean typesFilter;
    private boolean paused;

    /** What is explained; null for nothing. */
    private String subject;

    /** Lines of the explanation that are above the screen. */
    private int above;

    Board(Frame frame) {
        this.frame = frame;
        this.choice = new Choice(frame);
    }

    Frame frame() {
        return frame;
    }

    Choice choice() {
        return choice;
    }

    boolean typesFilter() {
        return typesFilter;
    }

    boolean paused() {
        return paused;
    }

    String subject() {
        return subject;
    }

    int above() {
        return above;
    }

    /** Not farther than to the last lines. */
    void limitAbove(int most) {
        above = Math.max(0, Math.min(above, most));
    }

    /**
     * Does what a key is for.
     *
     * @param rows that are seen at a time
     * @return false if that is to end it
     */
    boolean press(Press press, int rows) {
        if (typesFilter) {
            typeFilter(press);
            return press.key() != Press.Key.CLOSED;
        }
        switch (press.key()) {
            case UP -> move(-1);
            case DOWN -> move(1);
            case PAGE_UP -> move(-rows);
            case PAGE_DOWN -> move(rows);
            case FIRST -> move(-Integer.MAX_VALUE);
            case LAST -> move(Integer.MAX_VALUE);
            case ENTER -> explain();
            case ESCAPE -> goBack();
            case LETTER -> {
                return letter(press.letter());
            }
            case CLOSED -> {
                return false;
            }
            default -> {}
        }
        return true;
    }

    private boolean letter(int letter) {
        switch (letter) {
            case 'q' -> {
                return false;
            }
            case '1', '2', '3', '4' -> {
                subject = null;
                choice.view(View.values()[letter - '1']);
            }
            case 'k' -> move(-1);
            case 'j' -> move(1);
            case 'g' -> move(-Integer.MAX_VALUE);
            case 'G' -> move(Integer.MAX_VALUE);
            case 'p', ' ' -> paused = !paused;
            default -> chooseRows(letter);
        }
        return true;
    }

    private void chooseRows(int letter) {
        if (subject != null) {
            return;
        }
        switch (letter) {
            case '/' -> typesFilter = true;
            case 's' -> choice.sortByNext();
            case 'r' -> choice.reverse();
            default -> {}
        }
    }

    private void typeFilter(Press press) {
        String filter = choice.filter();
        switch (press.key()) {
            case ENTER -> typesFilter = false;
            case ESCAPE -> {
                typesFilter = false;
                choice.filter("");
            }
            case ERASE ->
                choice.filter(
                        filter.isEmpty() ? "" : filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)));
            case LETTER -> {
                if (!Character.isISOControl(press.letter())) {
                    choice.filter(filter + Character.toString(press.letter()));
                }
            }
            default -> {}
        }
    }

    private void move(int rows) {
        if (subject == null) {
            choice.move(rows);
        } else {
            above = (int) Math.max(0, Math.min((long) above + rows, Integer.MAX_VALUE));
        }
    }

    private void explain() {
        Listing.Row row = choice.pointedAt(choice.shown());
        subject = subject == null && row != null ? row.subject() : null;
        above = 0;
    }

    private void goBack() {
        if (subject != null) {
            subject = null;
        } else {
            choice.filter("");
        }
    }

    /** Whether a key asks for a screen that is drawn anew. */
    static boolean isRedraw(Press press) {
        return press.key() == Press.Key.REDRAW || press.key() == Press.Key.LETTER && press.letter() == CONTROL_L;
    }
}
