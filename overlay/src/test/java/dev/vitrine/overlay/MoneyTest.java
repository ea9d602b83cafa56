package dev.vitrine.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MoneyTest {

    @ParameterizedTest
    @CsvSource({
        "990000, VND, 990000, 990000",
        "990000.00, VND, 990000, 990000",
        "49.99, USD, 4999, 49.99",
        "49.9, USD, 4990, 49.90",
        "49, USD, 4900, 49.00",
        "0.001, KWD, 1, 0.001",
        "0, JPY, 0, 0"
    })
    void parse_andDecimal_areExact(String text, String currency, long minor, String decimal) {
        Money money = Money.parse(text, currency);
        assertThat(money.amountMinor()).isEqualTo(minor);
        assertThat(money.decimal()).isEqualTo(decimal);
        assertThat(Money.parse(money.decimal(), currency)).isEqualTo(money);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "49.999|USD|'49.999' has more decimals than USD, which has 2",
                "990.5|VND|'990.5' has more decimals than VND, which has 0",
                "1,000|USD|'1,000' must be a plain number like 49.99, without thousands separators or signs",
                "-1|VND|'-1' must be a plain number like 990000, without thousands separators or signs",
                "1e3|VND|'1e3' must be a plain number like 990000, without thousands separators or signs",
                "1|XAU|currency 'XAU' must be an ISO 4217 code like VND or USD",
                "1|vnd|currency 'vnd' must be an ISO 4217 code like VND or USD"
            })
    void parse_ofWhatIsNotPlain_saysWhatWouldBe(String text, String currency, String message) {
        assertThatThrownBy(() -> Money.parse(text, currency)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vi|990.000|990000",
                "vi|1.290.000|1290000",
                "vi|990.000,50|990000.50",
                "vi|990000|990000",
                "en|1,290,000.5|1290000.5",
                "fr|1 290,5|1290.5",
                "vi|99.00|99.00"
            })
    void numberStyle_ungroupsOnlyWhatItsLocaleWrites(String locale, String text, String plain) {
        assertThat(NumberStyle.of(Optional.of(Locale.forLanguageTag(locale))).plain(text))
                .isEqualTo(plain);
    }

    @Test
    void numberStyle_withoutLocale_changesNothing() {
        assertThat(NumberStyle.PLAIN.plain("990.000")).isEqualTo("990.000");
    }
}
