using Spectre.Console;

namespace EventGen.Cli.Screens;

/// <summary>Standard output as a terminal, where it is one.</summary>
internal static class Screen
{
    /// <summary>Whether standard output is a terminal; what is redirected gets plain text.</summary>
    public static bool IsTerminal { get; } = !Console.IsOutputRedirected;

    public static IAnsiConsole Out { get; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Out),
        Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,

        // They turn colours on for some build servers, redirected or not.
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });

    /// <summary>Writes text on a terminal.</summary>
    public static void Write(string text, Style style) => Out.Write(new Segments(text, style));

    /// <summary>Writes text of others as one line, whatever is in it.</summary>
    public static void OneLine(string text, Color? color = null) => Line(Printable.Line(text), color);

    /// <summary>Writes a line; on a terminal in a colour.</summary>
    public static void Line(string text, Color? color = null)
    {
        text = Printable.Of(text);
        if (IsTerminal) Write($"{text}\n", color is { } known ? new Style(known) : Style.Plain);
        else Console.Out.WriteLine(text);
    }
}
