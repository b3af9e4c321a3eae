package io.mailslot.internal.slot;

/** A view of a handle that somebody keeps by the handle's number, to be asked at each use whether it is still good. */
public interface CachedView {
    /**
     * Whether the handle still names the object of the view, and this process still has the object open: two volatile
     * reads. The handle may have been closed, and its number used again, by this process or by another one.
     */
    boolean isCurrent();
}
