/** Compiled by .ci/consumer together with Again, for the module path. */
module consumer {
    requires io.mailslot;
    // What the library and Chronicle use cannot be told by jars that are no modules themselves.
    requires java.management;
    requires jdk.unsupported;
    requires org.slf4j;
}
