/**
 * The message log of a mailslot: a Chronicle queue that rolls by size, with a control page beside it and an arena, in which
 * larger messages, batches and runs of small ones lie. It knows nothing of kernel objects; what its receivers still need it
 * asks of them.
 *
 * <p>Where is what:
 *
 * <ul>
 *   <li>writing: {@code LogWriter}, {@code Appenders}, {@code DocumentWriter}, {@code Body}, {@code Payload}; runs:
 *       {@code RunWriter}, {@code RunSizes}, {@code RunRecord}
 *   <li>the right to write: {@code WriteLock}, {@code WriterTurn} among threads, {@code NextWriter} for fairness,
 *       {@code LogWriters} for who lives; {@code Rehearsal} has classes loaded before
 *   <li>room: {@code Segments}, {@code Arena}, {@code ArenaSpace}, {@code Reservations}, {@code StillNeeded},
 *       {@code RoomClaim}; pages and full file systems: {@code PageReserve}, {@code SpaceGuard}
 *   <li>reading: {@code LogReader}, {@code Standing}, {@code LogRecord}, {@code MessageWalk}, {@code RunWalk},
 *       {@code Portion}; {@code ArenaSearch} for senders that look for room
 *   <li>places and their layouts: {@code Cursor}, {@code ArenaPosition}, {@code RecordHeader}, {@code Sizes}; what writers
 *       and readers share: {@code LogControl}, {@code LogStates} for where the log ends
 *   <li>files: {@code LogFiles}, {@code LogTemplate}; looks from outside: {@code LogPeek}, {@code UnreadView},
 *       {@code LogPage}, {@code FirstDocument}, {@code NextSize}, {@code ArenaLook}, {@code ArenaContent},
 *       {@code SegmentScan}, {@code LogCheck}
 *   <li>Chronicle: {@code LogQueue}, {@code LogTable}, {@code SegmentCycle}, {@code ChronicleSettings},
 *       {@code ChronicleThreads}, {@code ChronicleWarnings}, {@code Uninterrupted}
 * </ul>
 *
 * <p>The only package that uses Chronicle; none of its types shows in a public signature. Entry points are
 * {@link io.mailslot.internal.log.MessageLog} with its writer and readers, and {@link io.mailslot.internal.log.LogCheck},
 * {@link io.mailslot.internal.log.LogPeek} and {@link io.mailslot.internal.log.UnreadView} for those who only look.
 */
package io.mailslot.internal.log;
