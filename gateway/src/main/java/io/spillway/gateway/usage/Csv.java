package io.spillway.gateway.usage;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Usage as RFC 4180 has it. */
final class Csv {
    private Csv() {}

    static String of(List<Dimension> by, List<UsageReport.Row> rows) {
        Stream<String> head = Stream.concat(
                by.stream().map(Dimension::word),
                Stream.of("calls", "completed", "input_tokens", "output_tokens", "cost"));
        return Stream.concat(
                        Stream.of(head),
                        rows.stream().map(row -> Stream.concat(by.stream().map(row.of()::get), figures(row.figures()))))
                .map(line -> line.map(Csv::cell).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static Stream<String> figures(Figures figures) {
        return Stream.of(
                Long.toString(figures.calls()),
                Long.toString(figures.completed()),
                Long.toString(figures.inputTokens()),
                Long.toString(figures.outputTokens()),
                figures.cost().toPlainString());
    }

    private static String cell(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
