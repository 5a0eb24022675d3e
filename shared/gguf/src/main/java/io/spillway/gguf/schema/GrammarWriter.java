package io.spillway.gguf.schema;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a form in llama.cpp's notation. All of it is right-recursive and every rule is written once, so the text is
 * about as long as the schema.
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md">GBNF</a>
 */
final class GrammarWriter {
    private static final int LONGEST = 128 * 1024;
    /** Blanks are bounded: a model that cannot think of anything would go on with them for ever. */
    private static final String SHARED = """
            ws ::= " "?
            char ::= [^"\\\\\\x00-\\x1F\\x7F] | "\\\\" ["\\\\/bfnrt]
            text ::= "\\"" char* "\\""
            whole ::= "-"? ("0" | [1-9] [0-9]{0,15})
            number ::= whole ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})?
            truth ::= "true" | "false"
            member ::= text ws ":" ws any
            object ::= "{" ws (member (ws "," ws member)* ws)? "}"
            list ::= "[" ws (any (ws "," ws any)* ws)? "]"
            any ::= object | list | text | number | truth | "null"
            """;

    private final StringBuilder rules = new StringBuilder(SHARED);
    private final Map<Form, String> names = new IdentityHashMap<>();
    private int written;

    String write(Form form) throws SchemaRefused {
        String root = name(form);
        return rules.append("root ::= ").append(root).append('\n').toString();
    }

    /** The name of the rule for {@code form}, written first if need be. */
    private String name(Form form) throws SchemaRefused {
        String known = names.get(form);
        if (known != null) {
            return known;
        }
        String name = switch (form) {
            case Form.Any _ -> "any";
            case Form.AnyObject _ -> "object";
            case Form.Number _ -> "number";
            case Form.Whole _ -> "whole";
            case Form.Truth _ -> "truth";
            case Form.Text text -> text(text);
            case Form.Elements elements -> elements(elements);
            case Form.Members members -> members(members.members());
            case Form.Constants(var values) ->
                rule(values.stream().map(value -> literal(value.toString())).collect(Collectors.joining(" | ")));
            case Form.Either(List<Form> options) -> either(options);
        };
        names.put(form, name);
        return name;
    }

    private String text(Form.Text text) throws SchemaRefused {
        return text.least() == 0 && text.most() == Form.UNBOUNDED
                ? "text"
                : rule("\"\\\"\" char" + times(text.least(), text.most()) + " \"\\\"\"");
    }

    private String elements(Form.Elements form) throws SchemaRefused {
        String element = name(form.element());
        if (form.most() == 0) {
            return rule("\"[\" ws \"]\"");
        }
        int more = form.most() == Form.UNBOUNDED ? Form.UNBOUNDED : form.most() - 1;
        String some = element + " (ws \",\" ws " + element + ")" + times(Math.max(0, form.least() - 1), more) + " ws";
        return rule("\"[\" ws " + (form.least() == 0 ? "(" + some + ")?" : some) + " \"]\"");
    }

    /** Two rules a member: what may follow where nothing has been written yet, and where a comma is needed. */
    private String members(List<Form.Member> members) throws SchemaRefused {
        String first = rule("\"\"");
        String next = first;
        for (Form.Member member : members.reversed()) {
            String here = literal(TextNode.valueOf(member.name()).toString()) + " ws \":\" ws " + name(member.form())
                    + " ws " + next;
            String without = member.required() ? "" : " | ";
            String beginning = rule(here + without + (member.required() ? "" : first));
            next = rule("\",\" ws " + here + without + (member.required() ? "" : next));
            first = beginning;
        }
        return rule("\"{\" ws " + first + " \"}\"");
    }

    private String either(List<Form> options) throws SchemaRefused {
        StringBuilder body = new StringBuilder();
        for (Form option : options) {
            body.append(body.isEmpty() ? "" : " | ").append(name(option));
        }
        return rule(body.toString());
    }

    private String rule(String body) throws SchemaRefused {
        String name = "r" + (++written);
        rules.append(name).append(" ::= ").append(body).append('\n');
        if (rules.length() > LONGEST) {
            throw new SchemaRefused("a schema that is too large");
        }
        return name;
    }

    private static String times(int least, int most) {
        if (most == Form.UNBOUNDED) {
            return least == 0 ? "*" : "{" + least + ",}";
        }
        return "{" + least + "," + most + "}";
    }

    /** A literal of ASCII: what else a name has is written by its number, and so survives the way into native code. */
    private static String literal(String json) {
        StringBuilder literal = new StringBuilder("\"");
        json.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                literal.append('\\').append((char) point);
            } else if (point >= ' ' && point < 0x7F) {
                literal.append((char) point);
            } else {
                literal.append(String.format("\\U%08X", point));
            }
        });
        return literal.append('"').toString();
    }
}
