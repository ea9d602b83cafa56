package dev.vitrine.rtmp.amf;

/** AMF's two ways of saying nothing (AMF 0 §2.7, §2.8); a value, so that lists of values need no Java null. */
public enum AmfNothing {
    NULL,
    UNDEFINED
}
