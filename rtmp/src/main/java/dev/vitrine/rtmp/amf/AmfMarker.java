package dev.vitrine.rtmp.amf;

/** The byte in front of a value that says what it is (AMF 0 §2.1). */
enum AmfMarker {
    NUMBER(0x00),
    BOOLEAN(0x01),
    STRING(0x02),
    OBJECT(0x03),
    NULL(0x05),
    UNDEFINED(0x06),
    REFERENCE(0x07),
    ECMA_ARRAY(0x08),
    STRICT_ARRAY(0x0a),
    DATE(0x0b),
    LONG_STRING(0x0c),
    UNSUPPORTED(0x0d),
    XML_DOCUMENT(0x0f),
    TYPED_OBJECT(0x10),
    /** Movie clips, record sets, the switch to AMF 3 and everything undefined. */
    OTHER(-1);

    /** Ends the members of an object; stands where a value would, after an empty name. */
    static final int OBJECT_END = 0x09;

    private final int code;

    AmfMarker(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static AmfMarker of(int code) {
        for (AmfMarker marker : values()) {
            if (marker.code == code) {
                return marker;
            }
        }
        return OTHER;
    }
}
