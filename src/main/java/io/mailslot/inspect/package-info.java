/**
 * Looks at a home, living or dead, without attaching to it: reads its files, writes nothing, takes no lock that could
 * hold anybody up. {@link io.mailslot.inspect.HomeInspector} makes a {@link io.mailslot.inspect.HomeSnapshot}.
 */
@NullMarked
package io.mailslot.inspect;

import org.jspecify.annotations.NullMarked;
