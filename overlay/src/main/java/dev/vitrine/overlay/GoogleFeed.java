package dev.vitrine.overlay;

import dev.vitrine.overlay.Table.Row;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Google's product feed, as a table or as RSS 2.0 or Atom with {@code g:} elements. The XML is read without document
 * types and outside entities: a feed is data, it may not make us open files or addresses.
 */
final class GoogleFeed {

    private static final Set<String> ITEMS = Set.of("item", "entry");
    private static final List<String> VARIANT = List.of("color", "size", "material", "pattern");

    private GoogleFeed() {}

    static boolean detect(Table table) {
        return table.has("id", "title", "link", "price");
    }

    static void read(List<Row> rows, ImportBatch batch) {
        rows.forEach(row -> batch.add(row.line(), () -> product(row, batch)));
    }

    private static Product product(Row row, ImportBatch batch) {
        Money regular = batch.price("price", row.cell("price"), Optional.empty());
        Optional<Money> sale = row.filled("sale_price").map(text -> batch.price("price", text, Optional.empty()));
        Map<String, String> options = new LinkedHashMap<>();
        VARIANT.forEach(name -> row.filled(name).ifPresent(value -> options.put(name, value)));
        return batch.priced(row.cell("id"), row.cell("title"), row.cell("link"), regular, sale)
                .description(row.filled("description").map(PlainText::ofHtml))
                .brand(row.filled("brand"))
                .availability(row.filled("availability")
                        .map(ProductJson::availability)
                        .orElse(Availability.IN_STOCK))
                .images(Stream.concat(
                                row.filled("image_link").stream(),
                                GenericTable.images(row.cell("additional_image_link")).stream())
                        .distinct()
                        .limit(20)
                        .toList())
                .group(row.filled("item_group_id"))
                .options(options)
                .external(row.filled("gtin").map(gtin -> Map.of("gtin", gtin)).orElse(Map.of()))
                .build();
    }

    /** The items of a feed as rows: element names are columns, repeated elements are joined with commas. */
    static List<Row> rows(String xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            List<Row> rows = new ArrayList<>();
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamReader.DTD || event == XMLStreamReader.ENTITY_REFERENCE) {
                    throw new Table.Malformed(
                            reader.getLocation().getLineNumber(), "a document type or entity is not allowed in a feed");
                }
                if (event == XMLStreamReader.START_ELEMENT && ITEMS.contains(reader.getLocalName())) {
                    rows.add(item(reader));
                }
            }
            return rows;
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
            String message = String.valueOf(e.getMessage());
            throw new Table.Malformed(line, "not XML: " + message.substring(message.lastIndexOf('\n') + 1));
        }
    }

    private static Row item(XMLStreamReader reader) throws XMLStreamException {
        int line = reader.getLocation().getLineNumber();
        Map<String, String> cells = new LinkedHashMap<>();
        while (reader.nextTag() == XMLStreamReader.START_ELEMENT) {
            String name = reader.getLocalName();
            // Atom writes <link href="…"/>, RSS <link>…</link>.
            String href = reader.getAttributeValue(null, "href");
            String text = content(reader);
            cells.merge(name, href == null ? text : href, (first, more) -> first + "," + more);
        }
        return new Row(line, cells);
    }

    /** The text of an element and of those in it. */
    private static String content(XMLStreamReader reader) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (reader.next()) {
                case XMLStreamReader.START_ELEMENT -> depth++;
                case XMLStreamReader.END_ELEMENT -> depth--;
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA, XMLStreamReader.SPACE ->
                    text.append(reader.getText());
                default -> {}
            }
        }
        return text.toString().strip();
    }
}
