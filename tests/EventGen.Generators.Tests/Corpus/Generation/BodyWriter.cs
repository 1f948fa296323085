namespace EventGen.Generators.Tests.Corpus.Generation;

/// <summary>Writes what handlers do with an event.</summary>
internal static class BodyWriter
{
    /// <summary>Statements over a payload that is named <c>e</c>.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="shape">The event.</param>
    /// <param name="token">The token's name in an asynchronous body; <see langword="null"/> in a synchronous one.</param>
    public static void Write(CodeWriter code, EventShape shape, string? token = null)
    {
        for (int i = code.Number(1, 3); i > 0; i--) Statement(code, shape, token, depth: 0);
        if (token is not null) code.Line(code.Pick("await Task.Yield();", $"await Task.Delay({code.Number(1, 9)}, {token});", $"await Task.Run(static () => GC.KeepAlive(\"{code.Number(1, 99)}\"), {token});"));
    }

    private static void Statement(CodeWriter code, EventShape shape, string? token, int depth)
    {
        var (field, type) = code.Pick(shape.Fields);
        string value = $"e.{field}";
        string local = code.Name("seen", "text", "found", "part");
        switch (code.Number(0, depth > 1 ? 5 : 12))
        {
            case 0:
                code.Line($"Console.WriteLine({code.Pick(value, $"$\"{{{value}}}\"", "e", $"nameof(e.{field})")});");
                break;
            case 1:
                code.Line($"var {local} = {value};");
                code.Line($"Console.WriteLine({local});");
                break;
            case 2:
                code.Line($"GC.KeepAlive({value});");
                break;
            case 3:
                code.Line($"string {local} = {Text(code, value, type)};");
                code.Line($"Console.Error.WriteLine({local}.Length);");
                break;
            case 4:
                code.Line($"if ({Condition(code, value, type)}) return;");
                break;
            case 5:
                code.Line($"_ = {Text(code, value, type)};");
                break;
            case 6:
                code.Block($"if ({Condition(code, value, type)})", () => Statement(code, shape, token, depth + 1));
                if (code.Chance(0.4)) code.Block("else", () => Statement(code, shape, token, depth + 1));
                break;
            case 7:
                code.Block($"for (int {local} = 0; {local} < {code.Number(2, 9)}; {local}++)", () =>
                {
                    code.Line($"if ({local} % {code.Number(2, 3)} == 0) continue;");
                    Statement(code, shape, token, depth + 1);
                });
                break;
            case 8:
                code.Block($"foreach (char {local} in {Text(code, value, type)})", () => code.Line($"Console.Write({local});"));
                break;
            case 9:
                code.Block("try", () => Statement(code, shape, token, depth + 1));
                code.Block($"catch ({code.Pick("InvalidOperationException", "ArgumentException", "FormatException")} exception)", () => code.Line("Console.Error.WriteLine(exception.Message);"));
                break;
            case 10:
                string function = code.Name("Show", "Note", "Check");
                code.Line($"{function}({value});");
                code.Line($"static void {function}({type} given) => Console.WriteLine(given);");
                break;
            case 11 when token is not null:
                code.Line($"await Console.Out.WriteLineAsync($\"{{{value}}}\");");
                break;
            default:
                code.Line($"Console.WriteLine({value} switch");
                code.Line("{");
                code.Line($"    {Pattern(code, type)} => \"{code.Pick("one", "first", "special", "known")}\",");
                code.Line($"    _ => \"{code.Pick("other", "rest", "unknown")}\",");
                code.Line("});");
                break;
        }
    }

    private static string Condition(CodeWriter code, string value, string type) => type switch
    {
        "bool" => code.Pick(value, $"!{value}"),
        "string" or "string?" => code.Pick($"{value} is {{ Length: > {code.Number(1, 9)} }}", $"string.IsNullOrEmpty({value})", $"{value} == \"{code.Number(1, 99)}\""),
        "IReadOnlyList<int>" => code.Pick($"{value} is [var {code.Name("only", "single")}]", $"{value}.Count > {code.Number(1, 5)}"),
        _ => code.Pick($"{value}.Equals(default({type}))", $"{value} == default", $"{value}.GetHashCode() % {code.Number(2, 7)} == 0"),
    };

    private static string Pattern(CodeWriter code, string type) => type switch
    {
        "bool" => "true",
        "int" => code.Pick("> 5", "0 or 1", ">= 1 and < 9"),
        "long" => "> 100L",
        "double" => "< 0.5",
        "decimal" => "0m",
        "string" or "string?" => code.Pick("\"a\" or \"b\"", "{ Length: 0 }", "['x', ..]"),
        "DayOfWeek" => "DayOfWeek.Monday",
        "IReadOnlyList<int>" => code.Pick("[]", "[1, ..]", "{ Count: 2 }"),
        "TimeSpan" => "{ Seconds: 0 }",
        "DateTimeOffset" => "{ Year: > 2000 }",
        _ => "var one when one == default",
    };

    private static string Text(CodeWriter code, string value, string type) => type is "string" ? value
        : code.Pick($"$\"{{{value}}}!\"", $"{value}{(type == "string?" ? "?" : "")}.ToString() ?? \"\"", $"string.Concat(\"{code.Number(1, 99)}\", {value})");
}
