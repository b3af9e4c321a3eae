package consumer;

/** Another class of the program. */
public final class Other {
    private Other() {}

    public static void main(String[] arguments) {
        Again.main(arguments);
    }
}
