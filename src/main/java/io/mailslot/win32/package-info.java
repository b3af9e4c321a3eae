/**
 * The library in the shape of the Windows API, for code ported from C: {@link io.mailslot.win32.Win32} has the functions,
 * {@link io.mailslot.win32.Win32Constants} the constants with their Windows values. It is a thin layer over
 * {@link io.mailslot.Kernel}; programs may use both at once, handles are the same numbers.
 *
 * <p>docs/win32.md tells function by function what is the same as on Windows and what is not.
 */
@NullMarked
package io.mailslot.win32;

import org.jspecify.annotations.NullMarked;
