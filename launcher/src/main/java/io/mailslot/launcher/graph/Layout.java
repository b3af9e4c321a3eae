package io.mailslot.launcher.graph;

import io.mailslot.launcher.graph.Lanes.Net;
import io.mailslot.launcher.graph.Picture.Box;
import io.mailslot.launcher.graph.Picture.Card;
import io.mailslot.launcher.graph.Picture.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Where everything stands, in pixels. Boxes stand one below the other, in the order of the snapshot; cards in the order of the
 * middles of the rows that lead to them, so that arrows cross little, and both as near to each other as there is room. Rows
 * have their lines at odd multiples of half a row, and arrows that end beside a row that is not theirs at even ones: so no two
 * lie on each other.
 */
final class Layout {
    static final int ROW = 20;
    static final int HEADER = 2 * ROW;
    static final int BOX_GAP = 20;
    static final int TABLE = 344;
    static final int CARD = 348;
    static final int CARD_HEIGHT = 32;
    private static final int CARD_DISTANCE = 36;
    static final int MARGIN = 24;

    /** Where the first box begins, a multiple of {@link #ROW}. */
    static final int TOP = 100;

    /** Boxes and cards are placed in turn. */
    private static final int ROUNDS = 8;

    private static final int PORT_REACH = 12;
    private static final int WIDEST_LANE = 10;
    private static final int NARROWEST_LANE = 4;
    private static final int USUAL_CHANNEL = 420;
    private static final int NARROWEST_CHANNEL = 90;
    private static final int CHANNEL_EDGE = 22;

    private final Picture picture;
    private final Map<Box, Integer> tops = new IdentityHashMap<>();
    private final Map<Card, Integer> middles = new IdentityHashMap<>();
    private final Map<Card, Net> nets = new IdentityHashMap<>();
    private final List<Card> cards;
    private final int laneWidth;
    private final int channel;
    private final int height;

    Layout(Picture picture) {
        this.picture = picture;
        this.cards = new ArrayList<>(picture.cards());
        placeBoxes(box -> TOP); // that is, as near to it as there is room
        for (int i = 0; i < ROUNDS; i++) {
            placeCards();
            placeBoxes(this::wantedTop);
        }
        placeCards();
        cards.stream().filter(card -> !picture.rows(card).isEmpty()).forEach(card -> nets.put(card, net(card)));
        int lanes = Lanes.of(nets()).count();
        this.laneWidth = Math.max(NARROWEST_LANE, Math.min(WIDEST_LANE, USUAL_CHANNEL / Math.max(1, lanes)));
        this.channel = Math.max(NARROWEST_CHANNEL, 2 * CHANNEL_EDGE + laneWidth * lanes);
        int lowestCard =
                middles.values().stream().mapToInt(Integer::intValue).max().orElse(TOP) + CARD_HEIGHT / 2;
        this.height = Math.max(bottom(), lowestCard) + MARGIN;
    }

    private void placeBoxes(ToDoubleFunction<Box> wanted) {
        List<Box> boxes = picture.boxes();
        double[] offsets = new double[boxes.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + boxHeight(boxes.get(i - 1)) + BOX_GAP;
        }
        double[] places = Apart.place(boxes.stream().mapToDouble(wanted).toArray(), offsets, TOP);
        for (int i = 0; i < places.length; i++) {
            tops.put(boxes.get(i), (int) Math.round(places[i] / ROW) * ROW);
        }
    }

    /** Where its rows are, on the whole, beside those cards to which no other box leads. */
    private double wantedTop(Box box) {
        return picture.rows(box).stream()
                .filter(row -> picture.rows(row.card()).size() == 1)
                .mapToInt(row -> middle(row.card()) - (y(row) - top(box)))
                .average()
                .orElse(top(box));
    }

    private int bottom() {
        return picture.boxes().stream()
                .mapToInt(box -> top(box) + boxHeight(box))
                .max()
                .orElse(TOP);
    }

    /** By the mean of the rows that lead to each; those that none leads to come last. */
    private void placeCards() {
        Map<Card, Double> wanted = new IdentityHashMap<>();
        int last = bottom();
        for (Card card : cards) {
            wanted.put(
                    card,
                    picture.rows(card).stream().mapToInt(this::y).average().orElse(last));
        }
        cards.sort(Comparator.comparingDouble(wanted::get)); // stable: of two in one place the first stays the first
        double[] offsets = IntStream.range(0, cards.size())
                .mapToDouble(i -> i * CARD_DISTANCE)
                .toArray();
        double[] places =
                Apart.place(cards.stream().mapToDouble(wanted::get).toArray(), offsets, TOP + CARD_HEIGHT / 2.0);
        for (int i = 0; i < places.length; i++) {
            middles.put(cards.get(i), (int) Math.round(places[i]));
        }
    }

    /** It ends at the level of one of its rows, if one is beside the card, else at that of none. */
    private Net net(Card card) {
        int middle = middles.get(card);
        int[] rows = picture.rows(card).stream().mapToInt(this::y).sorted().toArray();
        int port = Math.round((float) middle / ROW) * ROW;
        int nearest = PORT_REACH + 1;
        for (int row : rows) {
            if (Math.abs(row - middle) < nearest) {
                nearest = Math.abs(row - middle);
                port = row;
            }
        }
        return new Net(rows, port);
    }

    /** From top to bottom. */
    List<Card> cards() {
        return cards;
    }

    List<Net> nets() {
        return cards.stream().filter(nets::containsKey).map(nets::get).toList();
    }

    Net netOf(Card card) {
        return nets.get(card);
    }

    int top(Box box) {
        return tops.get(box);
    }

    int boxHeight(Box box) {
        return HEADER + ROW * picture.rows(box).size();
    }

    /** The middle of a row, where its arrow begins. */
    int y(Row row) {
        return rowTop(row) + ROW / 2;
    }

    int rowTop(Row row) {
        return top(row.box()) + HEADER + ROW * row.place();
    }

    int middle(Card card) {
        return middles.get(card);
    }

    /** Where arrows begin. */
    int left() {
        return MARGIN + TABLE;
    }

    /** Where they end. */
    int right() {
        return left() + channel;
    }

    int x(Net net) {
        return left() + CHANNEL_EDGE + laneWidth * net.lane();
    }

    int width() {
        return right() + CARD + MARGIN;
    }

    int height() {
        return height;
    }
}
