/**
 * How do bytes from an encoder become access units?
 *
 * <p>Read it in the order in which a byte meets it: {@link dev.vitrine.rtmp.RtmpPipeline} shows the whole protocol on one
 * screen. A connection goes like this (Adobe's "Real Time Messaging Protocol", version 1.0, called RTMP 1.0 in comments;
 * FLV is Annex E of "Adobe Flash Video File Format Specification" 10.1):
 *
 * <pre>
 *   encoder                                                      server
 *      │ C0 C1 ─────────────────────────────────────────────────▶ │  HandshakeHandler
 *      │ ◀─────────────────────────────────────────────── S0 S1 S2 │
 *      │ C2 ─────────────────────────────────────────────────────▶ │
 *      │ connect {app: "live", flashVer, tcUrl} ─────────────────▶ │  RtmpSession: AwaitingConnect → Connected
 *      │ ◀─ Window Ack Size, Set Peer Bandwidth, Set Chunk Size     │  (chunk size before the result: OBS wants it so)
 *      │ ◀─ _result NetConnection.Connect.Success, onBWDone         │
 *      │ releaseStream, FCPublish, createStream ─────────────────▶ │  in any order, the first two or none
 *      │ ◀─ _result …                                               │
 *      │ publish key ────────────────────────────────────────────▶ │  → Admitting: the PublishGate is asked,
 *      │                                                            │    and the socket is not read meanwhile
 *      │ ◀─ onStatus NetStream.Publish.Start                        │  → Publishing
 *      │ onMetaData, sequence headers, audio, video ─────────────▶ │  FlvDemuxer → MediaSink
 *      │ ◀─ Acknowledgement, now and then                           │
 *      │ FCUnpublish, deleteStream ──────────────────────────────▶ │  → Connected; may publish again
 * </pre>
 *
 * <p>How {@code app} and the stream name become application and key is told at {@link
 * dev.vitrine.rtmp.StreamAddress}; how the encoder's milliseconds become ticks at {@link
 * dev.vitrine.rtmp.ProgrammeClock} and {@link dev.vitrine.rtmp.Lane}.
 *
 * <p><b>Threads.</b> One connection lives on one Netty event loop; nothing here blocks. Sinks are called on it. Only the
 * methods of {@link dev.vitrine.media.PublisherConnection} and {@link dev.vitrine.rtmp.RtmpServer} may be called from
 * elsewhere.
 *
 * <p><b>Strangers.</b> Everything a peer can send has a bound ({@link dev.vitrine.rtmp.RtmpLimits}). Who breaks the
 * protocol ends its own connection, with one line for the operator. What encoders in the field get wrong is forgiven and
 * counted ({@link dev.vitrine.rtmp.Oddity}). The stream key is in no message and no log.
 */
@NullMarked
package dev.vitrine.rtmp;

import org.jspecify.annotations.NullMarked;
